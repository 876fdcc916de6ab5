"""What similar documents suggest, and when they suggest nothing."""

from docloft.suggestions import Fact
from docloft_api.features.document_suggestions.votes import Neighbour, agreed, marks_of

NORTH = "North Energy Ltd\nMill Lane, Leeds"
WEST = "West Energy Ltd\nMill Lane, Leeds"


def filed(*parts, value="north", alike=0.9):
    return [Neighbour(alike, f"{value} {number}", (value,), marks_of(part)) for number, part in enumerate(parts)]


def suggested(part, *neighbours, fact=Fact.SENDER, others=()):
    return [value for value, _ in agreed(fact, marks_of(part), [*neighbours], others)]


def test_sender_whose_documents_share_what_no_other_has_is_suggested():
    assert suggested(NORTH, *filed(NORTH, NORTH), *filed(WEST, WEST, value="west")) == ["north"]


def test_letter_of_an_unknown_sender_that_differs_in_one_word_gets_none():
    assert suggested("East Energy Ltd\nMill Lane, Leeds", *filed(NORTH, NORTH), *filed(WEST, WEST, value="west")) == []


def test_senders_with_the_same_words_in_another_order_are_told_apart():
    first, second = "North West Ltd", "West North Ltd"

    assert suggested(second, *filed(first, first), *filed(second, second, value="west")) == ["west"]


def test_legal_form_alone_tells_senders_apart():
    assert suggested("North Energy plc\nMill Lane, Leeds", *filed(NORTH, NORTH), *filed(WEST, WEST, value="west")) == []


def test_two_values_that_fit_equally_suggest_nothing():
    assert suggested(NORTH, *filed(NORTH, NORTH), *filed(NORTH, NORTH, value="copy")) == []


def test_one_document_or_documents_that_are_hardly_alike_suggest_nothing():
    assert suggested(NORTH, *filed(NORTH)) == []
    assert suggested(NORTH, *filed(NORTH, NORTH, alike=0.29), *filed(WEST, value="west")) == []
    assert suggested(NORTH, *filed(NORTH, NORTH, alike=0.3), *filed(WEST, value="west")) == ["north"]


def test_value_that_no_similar_document_opposes_needs_documents_that_are_more_alike():
    assert suggested(NORTH, *filed(NORTH, NORTH, alike=0.59)) == []
    assert suggested(NORTH, *filed(NORTH, NORTH, alike=0.6)) == ["north"]


def test_word_that_two_letters_of_a_sender_have_by_chance_suggests_no_sender():
    tax_office = filed(
        "Finanzamt Leipzig\nSteuernummer\nLeipzig\nIm Auftrag Schulze",
        "Freistaat Sachsen\nFinanzverwaltung\nLeipzig\nSachbearbeiterin Meier",
        alike=0.59,
    )
    other = filed("ACME Ltd\nLondon\nInvoice", value="acme")

    assert suggested("Zahnarztpraxis Becker\nLeipzig\nRechnung", *tax_office, *other) == []


def test_one_word_tells_senders_apart_whose_letters_are_close():
    first, second = "North\nThe Energy Company", "West\nThe Energy Company"

    assert suggested(first, *filed(first, first), *filed(second, second, value="west")) == ["north"]
    assert suggested(first, *filed(first, first, alike=0.59), *filed(second, second, value="west")) == []


def test_lines_without_words_are_nothing_in_common():
    assert marks_of("東京\n\n--") == frozenset()


def test_a_misread_word_costs_no_suggestion_if_the_rest_fits():
    letter = f"{NORTH}\nCustomer service, telephone and opening hours"

    assert suggested(letter.replace("opening", "openlng"), *filed(letter, letter)) == ["north"]


def test_documents_in_a_form_of_their_own_do_not_spoil_the_nearest_three():
    assert suggested(NORTH, *filed(NORTH, NORTH, NORTH, "A receipt")) == ["north"]
    assert suggested(NORTH, *filed(NORTH, NORTH, "A receipt")) == []


def test_tag_needs_three_documents_and_words_that_untagged_ones_do_not_have():
    tagged = filed(NORTH, NORTH, NORTH, value="house")
    untagged = [Neighbour(0.9, "untagged", (), marks_of(NORTH))]

    assert suggested(NORTH, *tagged, fact=Fact.TAG) == ["house"]
    assert suggested(NORTH, *tagged[:2], fact=Fact.TAG) == []
    assert suggested(NORTH, *tagged, fact=Fact.TAG, others=untagged) == []
    assert suggested(NORTH, *tagged, fact=Fact.TAG, others=[Neighbour(0.9, "other", (), marks_of(WEST))]) == ["house"]


def test_confidence_is_the_share_of_the_words_that_the_document_has():
    letter = f"{NORTH}\nCustomer service, telephone and opening hours"
    confidence = dict(agreed(Fact.SENDER, marks_of(letter.replace("opening", "openlng")), filed(letter, letter), ()))

    assert 0.75 <= confidence["north"] < 1
    assert dict(agreed(Fact.SENDER, marks_of(NORTH), filed(NORTH, NORTH), ())) == {"north": 1.0}
