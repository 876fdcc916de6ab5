"""The facets of a search: names with their counts, and the filters that select them."""

import pytest

from docloft.ids import new_id
from docloft.tables.records import Name
from docloft_api.features.full_text.facet_values import MOST_SHOWN
from services.api.tests.published import add_name, publish, ready
from tests.fixtures import LIBRARY

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
            "values": [{"id": "2024", "name": None, "count": 1, "filter": "date:2024", "selected": False}],
        },
        {"facet": "sender", "values": senders},
    ]
    [facet] = search_for('needle from:"Power Ltd"', also={"facets": "sender"}).json["facets"]
    assert facet["values"] == [{**senders[0], "selected": True}, senders[1]]
    assert search_for("", also={"facets": "sender"}).json["facets"] == [{"facet": "sender", "values": senders}]
    assert search_for("needle", also={"facets": "colour"}).code == "invalid-request"


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
