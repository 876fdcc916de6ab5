"""How many years the documents of a kind are kept is set on the kind."""

import pytest

from docloft import directory
from tests.fixtures import LIBRARY


def test_kind_has_a_retention_that_is_changed_and_removed(call, make_name):
    made = make_name("kind", "Invoice", keep_years=10)
    path = f"/v1/names/{made['id']}"

    changed = call("PATCH", path, body={"keep_years": 6})
    removed = call("PATCH", path, body={"keep_years": None})

    assert (made["keep_years"], changed.json["keep_years"], removed.json["keep_years"]) == (10, 6, None)
    assert removed.json["version"] == 3


@pytest.mark.parametrize("years", [0, -1, 101, 1.5, "10", True])
def test_retention_that_is_not_a_number_of_years_is_refused(call, years):
    reply = call("POST", "/v1/names", body={"what": "kind", "name": "Invoice", "keep_years": years})

    assert reply.code == "invalid-request"


@pytest.mark.parametrize("what", ["sender", "tag"])
def test_only_a_kind_has_a_retention(call, make_name, what):
    assert call("POST", "/v1/names", body={"what": what, "name": "x", "keep_years": 1}).code == "invalid-request"
    made = make_name(what, "x")
    assert call("PATCH", f"/v1/names/{made['id']}", body={"keep_years": 1}).code == "invalid-request"


def test_merged_kind_has_the_retention_of_the_other_one(call, make_name):
    bill, invoice = make_name("kind", "Bill", keep_years=2), make_name("kind", "Invoice", keep_years=10)
    make_name("kind", "Letter")
    call("POST", f"/v1/names/{bill['id']}/merge", body={"into": invoice["id"]})

    assert directory.read(LIBRARY).keep_years() == {bill["id"]: 10, invoice["id"]: 10}
