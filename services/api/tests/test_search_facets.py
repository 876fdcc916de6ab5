"""The facets of a search: names with their counts, and the filters that select them."""

import pytest

from docloft.ids import new_id
from docloft.lifecycle.states import State
from docloft.tables.records import Name
from docloft_api.features.full_text.facet_values import MOST_FIELDS, MOST_SHOWN
from services.api.tests.published import add_name, publish, ready
from tests.fixtures import LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_facets_are_counted_with_names_and_filters_that_select_them(search_for):
    power, other = add_name("sender", "Power Ltd"), add_name("sender", "Water")
    merged = add_name("sender", "Power Limited", merged_into=power)
    publish(
        ready("needle", sender=power, document_date="2024-05-01"),
        ready("needle", sender=merged),
        ready("needle", sender=other),
        ready("needle", sender=new_id()),
    )
    senders = [
        {"id": power, "name": "Power Ltd", "count": 2, "filter": 'from:"Power Ltd"', "selected": False},
        {"id": other, "name": "Water", "count": 1, "filter": "from:Water", "selected": False},
    ]

    assert search_for("needle", also={"facets": "year,sender"}).json["facets"] == [
        {
            "facet": "year",
            "field": None,
            "values": [{"id": "2024", "name": None, "count": 1, "filter": "date:2024", "selected": False}],
            "places": [],
        },
        {"facet": "sender", "field": None, "values": senders, "places": []},
    ]
    [facet] = search_for('needle from:"Power Ltd"', also={"facets": "sender"}).json["facets"]
    assert facet["values"] == [{**senders[0], "selected": True}, senders[1]]
    assert search_for("", also={"facets": "sender"}).json["facets"] == [
        {"facet": "sender", "field": None, "values": senders, "places": []}
    ]
    assert search_for("needle", also={"facets": "colour"}).code == "invalid-request"


def test_choices_and_yes_or_no_of_custom_fields_are_facets(search_for):
    options = [{"id": new_id(), "name": name} for name in ("Open", "Paid up", "Gone")]
    status = add_name("field", "Status", value_type="choice", options=options)
    owned = add_name("field", "Owned by me", value_type="boolean")
    publish(
        ready("needle", custom_fields={status: options[0]["id"], owned: True}),
        ready("needle", custom_fields={status: options[0]["id"]}),
        ready("needle", custom_fields={status: options[1]["id"], owned: False}),
        ready("needle", custom_fields={status: new_id()}),
    )
    yes_no = [
        {"id": value, "name": None, "count": 1, "filter": f'field:"Owned by me"={word}', "selected": False}
        for value, word in (("false", "no"), ("true", "yes"))
    ]
    states = [
        {"id": options[0]["id"], "name": "Open", "count": 2, "filter": "field:Status=Open", "selected": False},
        {
            "id": options[1]["id"],
            "name": "Paid up",
            "count": 1,
            "filter": 'field:Status="Paid up"',
            "selected": False,
        },
    ]

    found = search_for("needle", also={"facets": "kind,field"}).json["facets"]

    assert found == [
        {"facet": "kind", "field": None, "values": [], "places": []},
        {
            "facet": "field",
            "field": {"id": owned, "name": "Owned by me", "type": "boolean"},
            "values": yes_no,
            "places": [],
        },
        {
            "facet": "field",
            "field": {"id": status, "name": "Status", "type": "choice"},
            "values": states,
            "places": [],
        },
    ]
    for facet in found:
        for value in facet["values"]:
            narrowed = search_for(f"needle {value['filter']}", also={"facets": "field"}).json
            assert narrowed["total"] == value["count"]
            [selected] = [
                one["id"]
                for other in narrowed["facets"]
                if other["field"] == facet["field"]
                for one in other["values"]
                if one["selected"]
            ]
            assert selected == value["id"]
    # A value that is selected can be unselected, also when nothing has it.
    narrowed = search_for('needle field:Status="Paid up" field:"Owned by me"=yes', also={"facets": "field"}).json
    assert [
        (value["id"], value["count"], value["selected"]) for facet in narrowed["facets"] for value in facet["values"]
    ] == [("false", 1, False), ("true", 0, True), (options[0]["id"], 1, False), (options[1]["id"], 0, True)]


def test_texts_links_numbers_amounts_and_days_of_custom_fields_are_facets(search_for):
    kinds = {"Area": "number", "Place": "text", "Rent": "money", "Signed on": "date", "Web": "link"}
    fields = {name: add_name("field", name, value_type=kind) for name, kind in kinds.items()}
    publish(
        *(
            ready(
                "needle",
                custom_fields={
                    fields["Area"]: 1.5 * number,
                    fields["Place"]: ("New York", "new york", f"Place {number}")[number % 3],
                    fields["Rent"]: {"amount": 12_345 * (number % 2), "currency": "EUR"},
                    fields["Signed on"]: f"{2023 + number % 2}-05-01",
                    fields["Web"]: "https://example.org",
                },
            )
            for number in range(8)
        )
    )

    found = search_for("needle", also={"facets": "field"}).json["facets"]

    assert {
        facet["field"]["name"]: [(one["name"] or one["id"], one["count"], one["filter"]) for one in facet["values"]]
        for facet in found
    } == {
        "Area": [
            ("..0.9", 1, "field:Area=..0.9"),
            ("1..2.9", 1, "field:Area=1..2.9"),
            ("3..5.9", 2, "field:Area=3..5.9"),
            ("6..6.9", 1, "field:Area=6..6.9"),
            ("7..8.9", 1, "field:Area=7..8.9"),
            ("9..", 2, "field:Area=9.."),
        ],
        "Place": [("New York", 6, 'field:Place=="New York"')],
        "Rent": [("0", 4, "field:Rent=0"), ("123.45", 4, "field:Rent=123.45")],
        "Signed on": [("2024", 4, 'field:"Signed on"=2024'), ("2023", 4, 'field:"Signed on"=2023')],
        "Web": [("https://example.org", 8, "field:Web==https://example.org")],
    }
    for facet in found:
        for value in facet["values"]:
            narrowed = search_for(f"needle {value['filter']}", also={"facets": "field"}).json
            assert narrowed["total"] == value["count"]
            [selected] = [
                (one["id"], one["name"]) for other in narrowed["facets"] for one in other["values"] if one["selected"]
            ]
            assert selected == (value["id"], value["name"])


def test_documents_that_several_hits_link_to_are_a_facet_with_their_titles(search_for):
    field = add_name("field", "Contract", value_type="document")
    lease, policy, once = (make_document(State.READY, title=title) for title in ("Lease", "Policy", "Once"))
    linked = [lease.document_id] * 3 + [policy.document_id] * 2 + [once.document_id] + [new_id()] * 2
    publish(*(ready("needle", custom_fields={field: one}) for one in linked))

    [facet] = search_for("needle", also={"facets": "field"}).json["facets"]

    assert facet["field"] == {"id": field, "name": "Contract", "type": "document"}
    assert [(one["name"], one["count"]) for one in facet["values"]] == [("Lease", 3), ("Policy", 2)]
    narrowed = search_for(f"needle {facet['values'][1]['filter']}", also={"facets": "field"}).json
    assert narrowed["total"] == 2
    [selected] = [one for one in narrowed["facets"][0]["values"] if one["selected"]]
    assert (selected["id"], selected["name"]) == (policy.document_id, "Policy")
    # One that was deleted can still be unselected.
    narrowed = search_for(f"needle field:Contract={linked[-1]}", also={"facets": "field"}).json
    [selected] = [one for one in narrowed["facets"][0]["values"] if one["selected"]]
    assert (selected["id"], selected["name"]) == (linked[-1], linked[-1])
    assert selected["filter"] == f"field:Contract={linked[-1]}"


def test_choices_and_yes_or_no_are_counted_first_and_fields_are_in_the_order_of_their_names(search_for):
    names = [add_name("field", f"A {number:02}", value_type="text") for number in range(MOST_FIELDS)]
    last = add_name("field", "Z", value_type="boolean")
    publish(ready("needle"))

    found = search_for("needle", also={"facets": "field"}).json["facets"]

    assert [facet["field"]["id"] for facet in found] == [*names[:-1], last]


def test_as_many_values_of_a_facet_are_shown_as_fit_with_those_selected(search_for):
    numbers = range(MOST_SHOWN + 1)
    tags = sorted(add_name("tag", f"Tag {number}") for number in numbers)
    publish(*[ready("needle", tags=[tag]) for tag in tags])
    shown = dict.fromkeys(tags[:MOST_SHOWN])

    [facet] = search_for("needle", also={"facets": "tag"}).json["facets"]
    assert [value["id"] for value in facet["values"]] == list(shown)
    last = Name.get(LIBRARY, Name.key(tags[-1])).name
    [facet] = search_for(f'needle tag:"{last}"', also={"facets": "tag"}).json["facets"]
    assert [value["id"] for value in facet["values"]] == tags
    unused = add_name("tag", "Unused")
    [facet] = search_for("needle (tag:unused OR tag:nothing)", also={"facets": "tag"}).json["facets"]
    assert [value["id"] for value in facet["values"]] == [*shown, unused]
    assert [value["filter"] for value in facet["values"] if value["selected"]] == ["tag:Unused"]


def test_places_of_the_parts_that_select_values_are_those_in_the_query_as_typed(search_for):
    sender = add_name("sender", "Stadtwerke Lindenau")
    publish(ready("needle", sender=sender), ready("needle"))

    # A letter of two UTF-16 units is one code point. What is typed counts, not what was meant.
    reply = search_for("\U0001d427eedl von: stadtw type:pdf", also={"facets": "sender,kind,type"})

    assert [one["places"] for one in reply.json["facets"]] == [[[6, 17]], [], [[18, 26]]]
    assert [value["selected"] for value in reply.json["facets"][0]["values"]] == [True]


def test_search_says_what_to_write_around_a_query_with_alternatives_to_add_a_filter(search_for):
    add_name("kind", "Invoice")

    assert search_for("water OR bill", also={"facets": "kind"}).json["around"] == ["(", ")"]
    found = search_for("(water OR bill) kind:Invoice", also={"facets": "kind"}).json
    assert (found["around"], found["facets"][0]["places"]) == (["", ""], [[16, 28]])
    assert search_for("", also={"facets": "kind"}).json["around"] == ["", ""]
    assert search_for("water OR bill").json["around"] == ["", ""]


def test_name_with_quotation_marks_is_selected_and_completed_by_its_id(search_for):
    named = {name: add_name("sender", name) for name in ('Hotel "Adler" Bonn', "Hotel Adler Bonn Nord")}
    publish(*(ready("needle", sender=sender) for sender in named.values()))
    hotel = named['Hotel "Adler" Bonn']

    [facet] = search_for("needle", also={"facets": "sender"}).json["facets"]
    [written] = [value["filter"] for value in facet["values"] if value["id"] == hotel]
    [facet] = search_for(f"needle {written}", also={"facets": "sender"}).json["facets"]

    assert [value["id"] for value in facet["values"] if value["selected"]] == [hotel]
    completed = search_for.call("GET", "/v1/search/completions?q=Hotel").json["completions"]
    assert {one["text"]: one["query"] for one in completed}['Hotel "Adler" Bonn'] == written == f"from:{hotel}"
