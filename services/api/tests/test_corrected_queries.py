"""What a search corrects in a query: letters, spaces, words in quotation marks and of titles."""

import pytest

from services.api.tests.published import publish, ready

pytestmark = pytest.mark.usefixtures("fresh_indexes")


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("elektri", "electri"),
        ("supply elektri", "supply electri"),
        ("elektric* supply", "electric* supply"),
        ("eletri", "electri"),
        ("eleectri", "electri"),
        ("elecrtici", "electrici"),
        ("elok", None),
        ("elektri supply", None),
        ("xlectri", None),
    ],
)
def test_typing_error_in_an_incomplete_word_is_corrected(search_for, typed, corrected):
    publish(ready("The supply of electricity by an electrician"))

    reply = search_for(typed)

    assert (reply.json["corrected"], reply.json["total"]) == (corrected, int(corrected is not None))


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ('"annual meetng"', '"annual meeting"'),
        ('minutes "annxal meetng of"', 'minutes "annual meeting of"'),
        ("title:protoxol", "title:protocol"),
        ('title:"protoxol of"', 'title:"protocol of"'),
        ("name:protokoll", "name:protocol"),
        ("title:meetng", None),
        ('"meeting annual"', None),
        ('-"annual meetng"', None),
    ],
)
def test_typing_error_in_quotation_marks_or_a_title_is_corrected(search_for, typed, corrected):
    publish(ready("minutes of the annual meeting of the club", title="Protocol of 2024", file_name="protocol.pdf"))

    reply = search_for(typed)

    assert reply.json["corrected"] == corrected
    assert reply.json["total"] == int(corrected is not None or typed.startswith("-"))
    assert search_for(typed, also={"exact": "true"}).json["corrected"] is None


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("invoicenumber", "invoice number"),
        ("watersupply contract", "water supply contract"),
        ("kranken versicherung", "krankenversicherung"),
        ("Kranken Versicherung Beitrag", "Krankenversicherung Beitrag"),
        ("finanz amt kranken versicherung", "finanzamt krankenversicherung"),
        ("type:pdf finanz amt", "type:pdf finanzamt"),
        ("lawater", "la water"),
        ("전기요금", "전기 요금"),
    ],
)
def test_space_too_many_or_too_few_is_corrected(search_for, typed, corrected):
    publish(
        ready("The invoice number and the water supply. A contract. La Water. 전기 요금"),
        ready("Krankenversicherung: der Beitrag für das Finanzamt"),
    )

    reply = search_for(typed)

    assert (reply.json["corrected"], reply.json["total"]) == (corrected, 1)
    assert reply.json["hits"][0]["snippets"][0]["marks"]
    assert search_for(typed, also={"exact": "true"}).json["total"] == 0


def test_words_of_few_documents_are_searched_for_together_with_one_word_of_many(search_for):
    publish(ready("Strom und Rechnung"), *(ready("Stromrechnung") for _ in range(10)))

    reply = search_for("strom rechnung")

    assert (reply.json["corrected"], reply.json["total"]) == ("(strom rechnung OR stromrechnung)", 11)


@pytest.mark.parametrize("typed", ["unknownwords", "un known", "-kranken versicherung", "kranken OR versicherungen"])
def test_space_is_not_corrected_to_what_no_document_has(search_for, typed):
    publish(ready("Krankenversicherung un-related words"))

    assert search_for(typed).json["corrected"] is None


def test_known_word_is_not_corrected(search_for):
    publish(ready("filtered"), ready("fitlered"))

    assert search_for("fitlered").json["corrected"] is None
    assert search_for("fitlered").json["total"] == 1
    assert search_for("xyzzyxyzzy").json["corrected"] is None
