"""Calculates what Docloft costs from AWS prices and the requests that one document causes. An estimate, not a bill.

    python -m bench.cost [documents] [megabytes each] [searches]

docs/cost.md contains the output for 1,000 documents of 1 MB and 1,000 searches; a test compares the two.
"""

import sys
from dataclasses import dataclass

REGION = "eu-central-1"


@dataclass(frozen=True)
class Price:
    """`dollars` for one `unit`, without free tiers. `seen` is the date of the price and `how` its origin; `source` is
    the page of AWS to check before relying on it.
    """

    dollars: float
    unit: str
    seen: str
    how: str
    source: str


_PAGES = "https://aws.amazon.com"
_LISTED = "2026-09-11", "the region's price list, quoted by another page"
_AGREED = "2026-11-25", "public notes on Frankfurt agree"
_MEMORY = "2026-11-25", "from memory, not looked up"
PRICES = {
    "lambda_gb_second": Price(0.0000133334, "GB-second, arm64", *_LISTED, f"{_PAGES}/lambda/pricing/"),
    "lambda_request": Price(0.20e-6, "request", *_LISTED, f"{_PAGES}/lambda/pricing/"),
    "dynamodb_write": Price(0.7625e-6, "write unit, 1 KB", *_LISTED, f"{_PAGES}/dynamodb/pricing/on-demand/"),
    "dynamodb_read": Price(0.1525e-6, "read unit, 4 KB", *_LISTED, f"{_PAGES}/dynamodb/pricing/on-demand/"),
    "dynamodb_gb": Price(0.306, "GB-month", *_LISTED, f"{_PAGES}/dynamodb/pricing/on-demand/"),
    "dynamodb_pitr_gb": Price(
        0.2448, "GB-month of restorable table", *_LISTED, f"{_PAGES}/dynamodb/pricing/on-demand/"
    ),
    "s3_put": Price(5.4e-6, "PUT, COPY, POST, LIST", *_AGREED, f"{_PAGES}/s3/pricing/"),
    "s3_get": Price(0.43e-6, "GET", *_AGREED, f"{_PAGES}/s3/pricing/"),
    "s3_gb": Price(0.0245, "GB-month, Standard", *_AGREED, f"{_PAGES}/s3/pricing/"),
    "sqs_request": Price(0.40e-6, "request", *_LISTED, f"{_PAGES}/sqs/pricing/"),
    "gateway_call": Price(3.70e-6, "REST call", *_MEMORY, f"{_PAGES}/api-gateway/pricing/"),
    "textract_page": Price(1.5e-3, "page detected, up to a million a month", *_MEMORY, f"{_PAGES}/textract/pricing/"),
    "logs_gb": Price(0.63, "GB written", *_LISTED, f"{_PAGES}/cloudwatch/pricing/"),
}

# Usage of one document, from its announcement to the first hit. Estimates, not measured on AWS: the numbers of requests
# come from reading the code, the seconds are for functions of 512 MB, which have 0.29 of a processor.
GB_SECONDS = 1.7
DOCUMENT = {
    "lambda_gb_second": GB_SECONDS,
    "lambda_request": 6,
    "dynamodb_write": 49,
    "dynamodb_read": 48,
    "s3_put": 8,
    "s3_get": 10,
    "sqs_request": 4,
    "gateway_call": 4,
    "logs_gb": 4e-6,
}
SEARCH = {
    "lambda_gb_second": 0.1,
    "lambda_request": 1,
    "dynamodb_read": 20,
    "s3_get": 12,
    "gateway_call": 1,
    "logs_gb": 0.5e-6,
}
# A page that is recognised (OCR): an estimate of the processor time for a full one, its object, and its share of
# commands and transactions.
PAGE_SECONDS = 3.0
PAGE = {
    "lambda_gb_second": PAGE_SECONDS * 1769 / 1024,
    "lambda_request": 0.2,
    "dynamodb_write": 0.8,
    "s3_put": 1.2,
    "sqs_request": 0.4,
}
# The same page with Amazon Textract (stage parameter `ocr`): the child draws it, which takes half a second, and the
# function waits 1.5 s.
PAGE_SENT = PAGE | {"lambda_gb_second": 0.5 * 1769 / 1024 + 1.5 * 0.5, "textract_page": 1}
# A month without requests: every ten minutes the sweeper queries eight shards (half a read unit each), and Lambda polls
# the one queue that triggers a function about 650,000 times (AWS: at least five pollers, 20 s for each poll).
IDLE = {
    "lambda_gb_second": 4320 * 0.15,
    "lambda_request": 4320,
    "dynamodb_read": 4320 * 8 * 0.5,
    "sqs_request": 650_000,
    "logs_gb": 4320 * 0.5e-6,
}
# Free every month, without a time limit (https://aws.amazon.com/free). DynamoDB on demand, S3 and API Gateway have no
# such allowance.
FREE = {"lambda_gb_second": 400_000, "lambda_request": 1_000_000, "sqs_request": 1_000_000, "logs_gb": 5.0}
# Text, thumbnail and index of a document, besides its original; its record and history.
DERIVED_MEGABYTES, TABLE_KILOBYTES = 0.04, 4
# A received upload stays in the inbox as a noncurrent version (services/storage/resources/files.yml): a day, which S3
# counts from the next midnight UTC (AWS: lifecycle rules, "how S3 calculates how long an object has been noncurrent").
INBOX_DAYS = 2

PAGES = 1000

ALWAYS_ON = {
    "the smallest server that runs an archive with OCR (Lightsail, 2 GB)": 12.00,
    "EC2 t4g.small with 20 GB of disk and an address": 19.60,
    "the smallest OpenSearch domain (t3.small.search, 10 GB), for search alone": 27.50,
    "OpenSearch Serverless (classic) at its smallest size, 0.5 + 0.5 units, for search alone": 175.20,
    "the same with redundancy, 1 + 1 units": 350.40,
}
"""Dollars a month on demand, whether used or not; from memory (2026-11-25), not looked up."""


def cost(usage: dict[str, float]) -> float:
    """Dollars, without free tiers."""
    return sum(PRICES[name].dollars * count for name, count in usage.items())


def adding(documents: int, megabytes: float) -> float:
    """Dollars to add documents, once: the requests and computing, and each upload stored twice for INBOX_DAYS."""
    twice = documents * megabytes / 1024 * PRICES["s3_gb"].dollars * INBOX_DAYS / 30
    return cost(DOCUMENT) * documents + twice


def idle() -> tuple[float, float]:
    """Dollars for an idle month: without free tiers, and with them."""
    paid = {name: max(0.0, count - FREE.get(name, 0.0)) for name, count in IDLE.items()}
    return cost(IDLE), cost(paid)


def month_of(documents: int, megabytes: float) -> float:
    """Dollars a month to store the documents, including point-in-time recovery of their records."""
    gigabytes = documents * (megabytes + DERIVED_MEGABYTES) / 1024
    table = documents * TABLE_KILOBYTES / 1024 / 1024
    prices = PRICES["dynamodb_gb"].dollars + PRICES["dynamodb_pitr_gb"].dollars
    return gigabytes * PRICES["s3_gb"].dollars + table * prices


def report(documents: int, megabytes: float, searches: int) -> str:
    """Costs and comparisons as two tables in Markdown."""
    gross, net = idle()
    added, keeping = adding(documents, megabytes), month_of(documents, megabytes)
    lines = [
        "| what | dollars |",
        "|--|--|",
        f"| add {documents:,} documents of {megabytes:g} MB, once | {added:.2f} |",
        f"| recognise {PAGES:,} pages, once | {cost(PAGE) * PAGES:.3f} |",
        f"| the same with `ocr: textract` | {cost(PAGE_SENT) * PAGES:.2f} |",
        f"| keep them, a month | {keeping:.3f} |",
        f"| {searches:,} searches | {cost(SEARCH) * searches:.4f} |",
        f"| an idle month, besides storage | {net:.2f} ({net:.4f}; {gross:.2f} if nothing were free) |",
        "",
        "| for comparison, a month | dollars | as much as adding |",
        "|--|--|--|",
    ]
    for name, dollars in ALWAYS_ON.items():
        lines.append(f"| {name} | {dollars:.2f} | {dollars / adding(1, megabytes):,.0f} documents |")
    return "\n".join(lines)


def pages() -> str:
    """The seconds and the price of a page by the memory of `work`, as a table in Markdown."""
    lines = ["| `work_memory` | seconds a page | dollars for 1,000 pages |", "|--|--|--|"]
    for megabytes in (512, 1769):
        seconds = PAGE_SECONDS * 1769 / megabytes
        usage = PAGE | {"lambda_gb_second": seconds * megabytes / 1024}
        lines.append(f"| {megabytes} | {seconds:.1f} | {cost(usage) * 1000:.3f} |")
    return "\n".join(lines)


def prices() -> str:
    """The prices as a table in Markdown."""
    lines = ["| price | dollars | for one | of | from |", "|--|--|--|--|--|"]
    for name, price in PRICES.items():
        lines.append(f"| [{name}]({price.source}) | {price.dollars:.10f} | {price.unit} | {price.seen} | {price.how} |")
    return "\n".join(lines)


if __name__ == "__main__":
    given = sys.argv[1:]
    print(
        report(
            int(given[0]) if given else 1000,
            float(given[1]) if len(given) > 1 else 1.0,
            int(given[2]) if len(given) > 2 else 1000,
        )
    )
