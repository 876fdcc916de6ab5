"""Rows of a long list, and its months."""

from urllib.parse import quote

import pytest

from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft_api import search_handler
from services.api.tests.published import add_name, publish, ready
from tests.fixtures import make_document

pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.fixture
def get(call):
    call.handle = search_handler.handle

    def get(path):
        reply = call("GET", path)
        assert reply.status == 200
        return reply.json

    return get


def document(title, *, dated=None, added=None):
    made = make_document(State.READY, title=title, document_date=dated)
    made.created_at = added or made.created_at
    return made


def test_rows_begin_at_any_place_and_keep_the_order_of_the_whole(get):
    made = [document(f"Paper {day}", dated=f"2024-03-{day:02}") for day in range(1, 8)]
    publish(*made)

    found = get("/v1/search/rows?q=date:2024-03&order=-date&offset=2&limit=3")

    assert [one["title"] for one in found["documents"]] == ["Paper 5", "Paper 4", "Paper 3"]
    assert (found["total"], found["incomplete"]) == (7, None)
    assert get("/v1/search/rows?offset=7")["documents"] == []


def test_empty_query_lists_everything_but_the_trash(get):
    kept, trashed = document("Kept"), document("Trashed")
    trashed.trashed_at = "2026-03-01T00:00:00.000Z"
    trashed.save()
    publish(kept, trashed)

    assert [one["title"] for one in get("/v1/search/rows")["documents"]] == ["Kept"]
    assert [one["title"] for one in get("/v1/search/rows?q=is:trash")["documents"]] == ["Trashed"]


def test_rows_are_sorted_by_a_field_and_those_without_a_value_come_last(get):
    options = [{"id": new_id(), "name": "Open"}, {"id": new_id(), "name": "Paid"}]
    status = add_name("field", "Status", value_type="choice", options=options)
    rent = add_name("field", "Rent", value_type="money")
    made = {
        "a": {status: options[1]["id"], rent: {"amount": 900, "currency": "EUR"}},
        "b": {rent: {"amount": 100, "currency": "USD"}},
        "c": {status: options[0]["id"], rent: {"amount": 100_000, "currency": "EUR"}},
        "d": {},
    }
    documents = [document(title) for title in made]
    for one in documents:
        one.custom_fields = made[one.title]
        one.save()
    publish(*documents)

    def titles(order):
        return "".join(one["title"] for one in get(f"/v1/search/rows?order={order}&limit=9")["documents"])

    assert [titles(f"{sign}field:{rent}") for sign in ("", "-")] == ["acbd", "cabd"]
    assert [titles(f"{sign}field:{status}")[:2] for sign in ("", "-")] == ["ca", "ac"]
    assert sorted(titles(f"field:{new_id()}")) == list("abcd")


def test_document_that_has_just_left_is_not_a_row(get):
    first, second = document("First"), document("Second")
    publish(first, second)
    first.trashed_at = "2026-03-01T00:00:00.000Z"
    first.save()

    assert [one["title"] for one in get("/v1/search/rows")["documents"]] == ["Second"]


@pytest.mark.parametrize("offset", ["50001", "-1", "1.5", "many"])
def test_place_that_is_not_a_number_or_too_far_is_refused(call, offset):
    call.handle = search_handler.handle

    assert call("GET", f"/v1/search/rows?offset={offset}").status == 400


def test_months_count_dates_latest_first_and_the_total_has_what_has_none(get):
    publish(
        document("A", dated="2024-03-01"),
        document("B", dated="2024-03-31"),
        document("C", dated="0987-12-01"),
        document("D", dated="2025-01-01"),
        document("E"),
    )

    found = get("/v1/search/months")

    assert [(one["month"], one["count"]) for one in found["months"]] == [("2025-01", 1), ("2024-03", 2), ("0987-12", 1)]
    assert found["total"] == 5
    assert get("/v1/search/months?q=title:b")["months"] == [{"month": "2024-03", "count": 1, "filter": "date:2024-03"}]


def test_every_month_has_a_filter_that_finds_as_many_documents(get):
    publish(*(document(f"{year} {month}", dated=f"{year}-{month:02}-15") for year in (2024,) for month in (1, 2, 12)))

    months = get("/v1/search/months")["months"]

    assert len(months) == 3
    for one in months:
        assert get(f"/v1/search/rows?q={one['filter']}")["total"] == one["count"]


def test_months_of_arrival_begin_in_the_zone_of_the_reader(get):
    publish(document("Night", added="2024-03-31T22:30:00.000Z"), document("Later", added="2024-05-01T12:00:00.000Z"))

    here = get("/v1/search/months?by=added&zone=Europe/Berlin")["months"]
    utc = get("/v1/search/months?by=added")["months"]

    assert [(one["month"], one["count"]) for one in here] == [("2024-05", 1), ("2024-04", 1)]
    assert [(one["month"], one["count"]) for one in utc] == [("2024-05", 1), ("2024-03", 1)]
    assert get("/v1/search/rows?q=added:2024-04&zone=Europe/Berlin")["total"] == 1


def test_library_without_documents_has_no_months(get):
    assert get("/v1/search/months?by=added") == {"months": [], "total": 0}


def test_senders_are_counted_in_the_order_of_their_names(get):
    water, bank, oil = add_name("sender", "Water"), add_name("sender", "bank"), add_name("sender", "Öl")
    merged = add_name("sender", "Waterworks", merged_into=water)
    add_name("sender", "Without documents")
    publish(
        ready("Bill", sender=water),
        ready("Bill", sender=merged, title="Letter"),
        ready("Bill", sender=bank),
        ready("Bill", sender=oil),
        ready("Bill", sender=new_id()),
        ready("Bill"),
    )

    found = get("/v1/search/groups?by=sender")

    assert [(one["id"], one["name"], one["count"], one["filter"]) for one in found["groups"]] == [
        (bank, "bank", 1, "from:bank"),
        (oil, "Öl", 1, "from:Öl"),
        (water, "Water", 2, "from:Water"),
    ]
    assert found["total"] == 6
    [group] = get("/v1/search/groups?by=sender&q=title:letter")["groups"]
    assert (group["name"], group["count"]) == ("Water", 1)


def test_filter_of_each_group_finds_its_documents_and_the_others_have_no_value(get):
    names: tuple[str, ...]
    names = ('Bank "Nord"', "Bank Nord", "„Bank“", "'Bank'", "Bank", "( Ohne: AND )", "from:x", "-", "2026", "..", "=5")
    names += ("a*", "OR", "ODER", "a\\b", "<5", "x)", "!?", "Ä Ö")
    kinds = [add_name("kind", name) for name in names]
    publish(*(ready("Paper", kind=kind) for kind in kinds), ready("Paper", kind=new_id()), ready("Paper"))

    found = get("/v1/search/groups?by=kind")

    assert sorted(one["name"] for one in found["groups"]) == sorted(names)
    for one in found["groups"]:
        query = quote(f"paper {one['filter']}")
        assert (one["name"], get(f"/v1/search/rows?q={query}")["total"]) == (one["name"], one["count"])
    assert get("/v1/search/rows?q=-has:kind")["total"] == 2
    assert get("/v1/search/rows?q=has:kind")["total"] == len(names)


def test_library_without_documents_has_no_groups(get):
    add_name("kind", "Bill")
    assert get("/v1/search/groups?by=kind") == {"groups": [], "total": 0}


def test_totals_add_up_pages_bytes_and_amounts_by_currency(get):
    def bill(title, **values):
        return make_document(State.READY, title=title, **{"pages": 2, "size": 1_500, **values})

    bills = [
        bill("Bill", amount=12_345, currency="EUR", document_date="2025-03-01"),
        bill("Refund", amount=-2_345, currency="EUR"),
        bill("Fee", amount=700, currency="CHF", pages=None),
        bill("Cash", amount=50, currency=None),
        bill("Free"),
    ]
    publish(
        *bills,
        make_document(State.READY, title="Gone", amount=1, currency="EUR", trashed_at="2026-01-01T00:00:00.000Z"),
    )

    assert get("/v1/search/totals") == {
        "documents": 5,
        "pages": 8,
        "size": 7_500,
        "amounts": [
            {"currency": "EUR", "documents": 2, "amount": 10_000},
            {"currency": None, "documents": 1, "amount": 50},
            {"currency": "CHF", "documents": 1, "amount": 700},
        ],
    }
    assert get("/v1/search/totals?q=date:2025")["amounts"] == [{"currency": "EUR", "documents": 1, "amount": 12_345}]
    assert get("/v1/search/totals?q=in:trash")["documents"] == 1
    assert get("/v1/search/totals?q=nothing") == {"documents": 0, "pages": 0, "size": 0, "amounts": []}


def test_library_without_an_index_adds_up_to_nothing(get):
    assert get("/v1/search/totals") == {"documents": 0, "pages": 0, "size": 0, "amounts": []}
