"""Every file of the open corpus through the public API: it reaches the expected state and is found by its words."""

import csv
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from docloft.formats import BY_MEDIA_TYPE
from tests.e2e.conftest import make_person
from tests.tiers import CORPUS

with (CORPUS / "MANIFEST.tsv").open(newline="") as manifest:
    FILES = {row["file"]: row for row in csv.DictReader(manifest, delimiter="\t")}
QUERIES = json.loads((CORPUS / "queries.json").read_text())
ACCEPTED = {name for name, row in FILES.items() if row["media_type"] in BY_MEDIA_TYPE}


def expected_state(row):
    if row["file"] not in ACCEPTED:
        # E-mail and other office formats are not supported yet and are rejected with a reason.
        return "rejected"
    return "rejected" if row["expected"].startswith("rejected") else "ready"


def is_read(row):
    return (
        expected_state(row) == "ready"
        and row["expected"].startswith("ready")
        and not row["media_type"].startswith("image/")
    )


WORDS = [
    (name, word.strip())
    for name, row in FILES.items()
    if is_read(row)
    for word in row["words"].split("|")
    if word.strip()
]


@pytest.fixture(scope="module")
def library(stack):
    """Uploads all files at once; returns (person, documents by file name)."""
    person = make_person(stack)

    def drop(name):
        return name, person.drop(name, (CORPUS / name).read_bytes())

    with ThreadPoolExecutor(4) as together:
        ids = dict(together.map(drop, FILES))
    documents = {name: person.wait(document_id, seconds=120) for name, document_id in ids.items()}
    deadline = time.monotonic() + 60
    last = next(word for name, word in reversed(WORDS))
    while not person.get("/v1/search", q=last)["total"] and time.monotonic() < deadline:
        time.sleep(0.2)
    return person, documents


@pytest.mark.parametrize("name", FILES)
def test_file_reaches_the_state_in_the_manifest(library, name):
    row, document = FILES[name], library[1][name]

    assert document["state"] == expected_state(row), document["reason"]
    if document["state"] == "ready":
        if row["media_type"] != "text/csv":
            assert document["media_type"] == row["media_type"]
        if row["media_type"] == "application/pdf":
            assert document["pages"] == int(row["pages"])
            assert document["thumbnail"]
    else:
        assert document["reason"].endswith(".")


@pytest.mark.parametrize(("name", "word"), WORDS)
def test_file_is_found_by_its_words(library, name, word):
    person, documents = library
    orders = [word]
    if "accept either" in FILES[name]["verified_with"]:
        orders.append(" ".join(reversed(word.split())))

    found = set()
    for order in orders:
        response = person.get("/v1/search", q=f'"{order}"' if " " in order else order, limit=50)
        found |= {hit["document"]["id"] for hit in response["hits"]}

    assert documents[name]["id"] in found


def as_typed(query):
    """A query of the corpus in the query language, with a filter by media type after the words."""
    media_type = query.get("filter", {}).get("media_type")
    return f"{query['query']} type:{media_type}" if media_type else query["query"]


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if all(is_read(FILES[name]) for name in query["must_find"])], ids=as_typed
)
def test_query_finds_its_files_among_the_first_three_hits(library, query):
    person, documents = library

    hits = person.get("/v1/search", q=as_typed(query), limit=3)["hits"]

    assert {documents[name]["id"] for name in query["must_find"]} <= {hit["document"]["id"] for hit in hits}
