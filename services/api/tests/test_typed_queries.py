"""How a search interprets a query as it was typed: what it ignores and corrects, and which other forms of a word it
finds.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import directory
from docloft.ids import new_id
from docloft.tables.records import Name
from docloft_api.features.full_text import library_search
from services.api.tests.published import MOMENT, add_name, found, publish, ready
from tests.fixtures import LIBRARY

pytestmark = pytest.mark.usefixtures("fresh_indexes")


def test_query_without_terms_finds_nothing(search_for):
    publish(ready("needle"))

    for typed in ("", "  ", "kind:letter"):
        assert search_for(typed).json["hits"] == []
        assert search_for(typed).json["total"] == 0


def test_ignored_part_of_a_query_is_reported(search_for):
    publish(ready("needle"))

    reply = search_for("needle tag:tax")

    assert len(found(reply)) == 1
    assert reply.json["notices"] == [{"code": "unknown_name", "values": {"field": "tag", "value": "tax"}}]
    assert reply.json["ignored"] == ["This library has no “tax” for tag: yet, so this part was ignored."]


def test_over_long_query_is_cut_and_reported(search_for):
    publish(ready("needle"))

    reply = search_for("needle " + " " * 2000 + "hay")

    assert len(found(reply)) == 1
    assert [notice["code"] for notice in reply.json["notices"]] == ["too_long"]


def test_day_is_meant_in_the_time_zone_of_the_reader(search_for):
    document = ready("needle")
    document.created_at = "2025-03-14T23:30:00.000Z"
    publish(document)

    assert found(search_for("added:2025-03-15", also={"zone": "Europe/Berlin"})) == [document.document_id]
    assert found(search_for("added:2025-03-15")) == []
    assert search_for("added:2025-03-14", also={"zone": "Nowhere"}).json["notices"][0]["code"] == "bad_zone"


def test_document_is_found_by_its_sender_kind_and_tags(search_for):
    ids = {}
    for what, text, parent in (("sender", "Telekom AG", ""), ("tag", "House", ""), ("tag", "Oil", "House")):
        ids[text] = new_id()
        key = Name.key(ids[text])
        Name(LIBRARY, key, created_at=MOMENT, name_id=ids[text], what=what, name=text, parent_id=ids.get(parent)).save()
    bill, letter = ready("one", sender=ids["Telekom AG"], tags=[ids["Oil"]]), ready("two", tags=[ids["House"]])
    publish(bill, letter)

    assert found(search_for('from:"telekom ag"')) == [bill.document_id]
    assert found(search_for("tag:oil")) == [bill.document_id]
    assert set(found(search_for("tag:house"))) == {bill.document_id, letter.document_id}
    assert found(search_for("kind:house")) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Müller & Söhne", "from:mueller"),
        ("Müller & Söhne", "from:Muller Sohne"),
        ("Mueller KG", "von:müller"),
        ("Ångström", "from:angstrom"),
        ("Ångström", "from:aangstroem"),
        ("Crédit Agricole", "from:credit agricole"),
        ("Žižkov", "from:ziz"),
        ("Łódź Øre", 'from:"lodz oere"'),
    ],
)
def test_sender_is_found_whatever_its_accents(search_for, name, typed):
    bill = ready("one", sender=add_name("sender", name))
    publish(bill, ready("two", sender=add_name("sender", "Other")))

    reply = search_for(typed)

    assert found(reply) == [bill.document_id]
    assert reply.json["notices"] == []


def test_name_with_the_accents_that_were_typed_is_preferred(search_for):
    bill, other = ready("one", sender=add_name("sender", "Muller")), ready("two", sender=add_name("sender", "Müller"))
    publish(bill, other)

    assert found(search_for("from:muller")) == [bill.document_id]
    assert found(search_for("from:müller")) == [other.document_id]
    assert set(found(search_for("from:mueller"))) == {other.document_id}
    assert set(found(search_for("from:mul"))) == {bill.document_id, other.document_id}


def test_exact_search_finds_no_other_forms_and_corrects_nothing(search_for):
    document = ready("the filtered needles")
    publish(document)

    assert found(search_for("needle")) == [document.document_id]
    assert found(search_for("needle", also={"exact": "true"})) == []
    assert search_for("fitlered", also={"exact": "true"}).json["corrected"] is None
    assert found(search_for("needles", also={"exact": "true"})) == [document.document_id]


def test_typing_error_is_corrected_and_reported(search_for):
    document = ready("only a rectangle", "the Filtered water, zidovske and Židovské")
    publish(document)

    reply = search_for("fitlered retcangle type:pdf")

    assert found(reply) == [document.document_id]
    assert reply.json["corrected"] == "filtered rectangle type:pdf"
    assert reply.json["hits"][0]["snippets"][0]["marks"]


def test_word_of_one_document_is_searched_for_together_with_a_similar_one_of_many(search_for):
    mistyped = ready("how the lantirn begins")
    many = [ready(f"lantern {number}") for number in range(10)]
    publish(mistyped, *many)

    reply = search_for("lantirn")
    exact = search_for("lantirn", also={"exact": "true"})

    assert reply.json["corrected"] == "(lantirn OR lantern)"
    assert (found(reply)[0], reply.json["total"]) == (mistyped.document_id, 11)
    assert (found(exact), exact.json["corrected"]) == ([mistyped.document_id], None)


def test_word_of_one_document_is_corrected_where_the_other_words_are_elsewhere(search_for):
    publish(ready("lantirn"), *(ready("lantern guide") for _ in range(10)))

    reply = search_for("guide lantirn")

    assert (reply.json["corrected"], reply.json["total"]) == ("guide (lantirn OR lantern)", 10)


@pytest.mark.parametrize(("rare", "frequent"), [(1, 9), (3, 30)], ids=["not ten times as many", "not few"])
def test_rare_word_is_not_corrected_unless_a_similar_one_is_ten_times_as_frequent(search_for, rare, frequent):
    publish(*(ready("lantirn") for _ in range(rare)), *(ready("lantern") for _ in range(frequent - rare)))

    reply = search_for("lantirn")

    assert (reply.json["corrected"], reply.json["total"]) == (None, rare)


def test_pages_and_marks_of_an_exact_search_have_no_other_forms(search_for):
    document = ready("needles", "needle", "needles needle")
    publish(document)
    call = search_for.call

    def matches(more):
        reply = call("GET", f"/v1/documents/{document.document_id}/matches?q=needle{more}")
        return [match["page"] for match in reply.json["matches"]]

    def marks(more):
        return call("GET", f"/v1/documents/{document.document_id}/pages/3/text?q=needle{more}").json["marks"]

    assert (matches(""), matches("&exact=true")) == ([1, 2, 3], [2, 3])
    assert (marks(""), marks("&exact=true")) == ([[0, 7], [8, 14]], [[8, 14]])


def test_no_query_is_an_error(search_for):
    publish(ready("needle (x) é 処刑", "second"))

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    def run(typed):
        found = library_search.search(LIBRARY, typed, 2, None, names=directory.Lookup(LIBRARY))
        assert len(found.hits) <= found.total

    run()
