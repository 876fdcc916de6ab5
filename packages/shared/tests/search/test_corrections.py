from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from docloft.search.query.context import Context
from docloft.search.query.corrections import correct
from docloft.search.query.nodes import Word, wanted
from docloft.search.query.parser import parse
from tests.narrowing import of_type

TEXTS = ("Some water", "an invoice; invoices")


def corrected(typed, *, context=None, **options):
    query = parse(typed, context) if context else parse(typed)
    return correct(query, [of_type(Word, one) for one in wanted(query.root)], TEXTS, **options)


def test_every_mistyped_word_is_replaced_in_its_place():
    assert corrected("watr  -draft invoicee").text == "water  -draft invoice"


def test_word_without_a_similar_one_is_kept():
    assert corrected("zebrawood watr").text == "zebrawood water"
    assert corrected("zebrawood") is None
    assert corrected("water") is None


def test_word_as_typed_is_found_as_well_if_wanted():
    assert corrected("big watr", keeps=True).text == "big (watr OR water)"


def test_word_of_a_title_is_compared_with_titles_only():
    assert corrected("title:watr", limited={"title": ["an invoice"]}) is None
    assert corrected("title:watr", limited={"title": ["a waiter"]}) is None
    assert corrected("title:watr", limited={"title": ["Watar"]}).text == "title:watar"


def test_corrected_query_is_understood_on_the_same_day():
    context = Context(datetime(2025, 3, 14, 20, tzinfo=UTC), ZoneInfo("Asia/Tokyo"))

    assert corrected("watr date:today", context=context) == parse("water date:today", context)
    assert corrected("watr date:today", context=context).context == context
