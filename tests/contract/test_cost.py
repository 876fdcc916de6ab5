"""The documents contain the figures of the calculator."""

from datetime import date
from pathlib import Path

from bench import cost
from tests.conftest import ROOT
from tests.contract.templates import load_yaml


def test_document_has_the_figures_of_the_calculator():
    text = (ROOT / "docs/cost.md").read_text()

    assert f"<!-- python -m bench.cost -->\n{cost.report(1000, 1.0, 1000)}\n<!-- end -->" in text
    assert f"<!-- pages -->\n{cost.pages()}\n<!-- end -->" in text
    assert f"<!-- prices -->\n{cost.prices()}\n<!-- end -->" in text


def test_every_unit_of_usage_has_a_price_with_a_date_and_a_source():
    assert {*cost.DOCUMENT, *cost.PAGE, *cost.SEARCH, *cost.IDLE} <= set(cost.PRICES)
    for name, price in cost.PRICES.items():
        assert price.source.startswith("https://aws.amazon.com/"), name
        assert date.fromisoformat(price.seen) >= date(2026, 1, 1), name
        assert price.how, name


def test_days_that_an_upload_is_stored_twice_are_those_of_the_lifecycle_rule():
    bucket = load_yaml(Path("services/storage/resources/files.yml"))["Resources"]["FilesBucket"]
    rules = {rule["Id"]: rule for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]}

    # S3 counts from the next midnight.
    assert rules["expire-inbox"]["NoncurrentVersionExpiration"]["NoncurrentDays"] + 1 == cost.INBOX_DAYS
    assert cost.adding(1000, 1.0) > cost.cost(cost.DOCUMENT) * 1000


def test_idle_month_is_free():
    _, net = cost.idle()

    assert round(net, 2) == 0.00


def test_readme_has_the_figures_of_the_calculator():
    readme = (ROOT / "README.md").read_text()

    assert f"about ${cost.adding(10_000, 1.0):.2f} to read them" in readme
    assert f"about ${cost.month_of(10_000, 1.0):.2f} a month to keep them" in readme
