"""Groups of words and numbers that may be written together, and their runs. What a query finds by them: test_joins. The
file is long because it begins with a table of texts.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft.search.text import joins
from docloft.search.text.folding import OPTIONAL_E
from docloft.search.text.joins import MAX_CHARACTERS, MAX_CHUNKS, Chunk, Run
from docloft.search.text.pieces import pieces


def groups(text, *, typed=False):
    """Each group as its chunks with the marks before them."""
    found = joins.groups(text, pieces(text), typed=typed)
    return ["".join(f"{chunk.mark}{chunk.folded}" for chunk in group) for group in found]


def runs(text):
    return [run.written for group in joins.groups(text, pieces(text)) for run in joins.runs(text, group)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one two", []),
        ("one 12 two", []),
        ("E-Mail", ["e|mail"]),
        ("e-mail-adresse", ["e|mail|adresse"]),
        ("O'Brien", ["o|brien"]),
        ("R&D", ["r|d"]),
        ("Co-\u200bWorking", ["co|working"]),
        ("Co-Working-\nSpace", ["co|working|space"]),
        ("Co-Working- \r\nSpace", ["co|working|space"]),
        ("Co-\u200b \r\nWorking", ["co|working"]),
        ("Ver-\nfahren 12-34", ["12|34"]),
        ("one -two", []),
        ("one - two", []),
        ("one/two", []),
        ("U.S.A", ["u|s|a"]),
        ("a.bc", ["a|bc"]),
        ("ab.c", []),
        ("12 34", ["12|34"]),
        ("12  34", ["12|34"]),
        ("12   34", []),
        ("12\n34", []),
        ("12\u202f345", ["12|345"]),
        ("12 - 34", ["12|34"]),
        ("12 -  34", []),
        ("(0351) 99", ["0351|99"]),
        ("(0351) - 99", ["0351|99"]),
        ("12 + 34", ["12|34"]),
        ("12 (34", ["12|34"]),
        ("12*34", ["12|34"]),
        ("a12..b", ["a12|b"]),
        ("a12...b", []),
        ("a12 b34", ["a12|b34"]),
        ("RE 2031", ["re|2031"]),
        ("re 2031", []),
        ("o 2031", ["o|2031"]),
        ("2031 RE", ["2031|re"]),
        ("2031 REFR", ["2031|refr"]),
        ("2031 REFRN", []),
        ("2031 RE REF 12", ["2031|re", "ref|12"]),
        ("12,50EUR", ["12,50|eur"]),
        ("3,5kg", ["3,5kg"]),
        ("47.11a", ["47|11a"]),
        ("12. 3. 2025", []),
        ('\u05ea"\u05d0', ["\u05ea|\u05d0"]),
        ("\u05d0\u201d\u05ea", ["\u05d0|\u05ea"]),
        ('\u05e6\u05d4"\u05dc', ["\u05e6\u05d4|\u05dc"]),
        ("ab/\u05d0\u05d1 12", []),
        ("\u05d0\u05d1/\u05d0\u05d1 12", []),
        ('ab"cd', []),
        ('ab"\u05d0\u05d1', []),
        ("EUR12,50", ["eur|12,50"]),
        ("12eurocent", []),
        ("東12-34", ["12|34"]),
        ("12-東-34", []),
        ("12-34 東", ["12|34"]),
        ("1-2 words 3-4", ["1|2", "3|4"]),
    ],
)
def test_words_and_numbers_with_little_between_them_are_a_group(text, found):
    assert groups(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("re 2031", ["re|2031"]),
        ("refrn 2031", []),
        ("one two", []),
        ("12. 3. 2025", ["12|3|2025"]),
        ("re. 2031", []),
    ],
)
def test_code_and_date_may_be_typed_with_spaces(text, found):
    assert groups(text, typed=True) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12,5", "12,5"),
        ("12.50", "12,50"),
        ("12,505", "12|505"),
        ("1.234,56", "1|234,56"),
        ("1,234.56", "1|234,56"),
        ("1.23,56", "1|23|56"),
        ("1'234.56", "1|234,56"),
        ("1 234,56", "1|234,56"),
        ("1.234.56", "1|234|56"),
        ("12.03.25", "12|03|25"),
        ("12.03", "12,03"),
        ("12.03 25", "12,03|25"),
        ("12.03-25", "12|03|25"),
        ("12.03-a", "12,03|a"),
        ("12'50", "12|50"),
        ("a.50", "a|50"),
        ("a1.50", "a1|50"),
        ("12.a5", "12|a5"),
        ("1-234.56", "1|234,56"),
        ("1\u066b5", "1,5"),
        ("1\uff0e5", "1,5"),
        ("1\u066c234\u066b5", "1|234,5"),
    ],
)
def test_decimals_of_a_number_are_told_from_its_other_digits(text, found):
    assert groups(text) == [found]


def test_chunks_are_at_their_places():
    (group,) = joins.groups("Tel +49 (0)351", pieces("Tel +49 (0)351"))

    assert group == (Chunk("49", 5, 7, ""), Chunk("0", 9, 10, "|", is_optional=True), Chunk("351", 11, 14, "|"))


def test_currency_next_to_a_number_has_its_own_place():
    (group,) = joins.groups("Sum 50EUR", pieces("Sum 50EUR"))

    assert group == (Chunk("50", 4, 6, ""), Chunk("eur", 6, 9, "|"))


def test_country_code_without_its_zeros_is_at_the_same_place():
    (group,) = joins.groups("0049 351", pieces("0049 351"))

    _, run, *_ = joins.runs("0049 351", group)
    assert run == Run((Chunk("49", 0, 4, ""), Chunk("351", 5, 8, "|")))


@pytest.mark.parametrize("text", ["49 0 351", "49 (0 351", "49 0)351", "49 (00)351"])
def test_other_zero_than_that_in_parentheses_may_not_be_missing(text):
    (group,) = joins.groups(text, pieces(text))

    assert not any(chunk.is_optional for chunk in group)


def test_zero_that_begins_a_group_may_not_be_missing():
    (group,) = joins.groups("(0)351", pieces("(0)351"))

    assert [chunk.is_optional for chunk in group] == [False, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a-b-c", ["a|b|c", "b|c"]),
        ("12,50 EUR", ["12,50|eur"]),
        ("1.234,56", ["1|234,56", "234,56"]),
        ("+49 351 99", ["49|351|99", "0|351|99", "351|99"]),
        ("49 351 99", ["49|351|99", "351|99"]),
        ("0049 351 99", ["0049|351|99", "49|351|99", "0|351|99", "351|99"]),
        ("+49 (0)351 99", ["49|0|351|99", "49|351|99", "0|351|99", "0|351|99", "351|99"]),
        ("+49 351", ["49|351", "0|351"]),
        ("+49 (0)", ["49|0"]),
        ("+49 (0)351", ["49|0|351", "49|351", "0|351", "0|351"]),
        ("12 +49 351", ["12|49|351", "49|351"]),
        ("12.03 25-26", ["12,03|25|26", "25|26"]),
        ("+0351 99", ["0351|99"]),
        ("00049 351", ["00049|351"]),
        ("+1234 99", ["1234|99"]),
    ],
)
def test_runs_begin_with_each_chunk(text, found):
    assert runs(text) == found


def test_run_has_a_limited_number_of_chunks():
    (first, *_) = runs("-".join(["a"] * (MAX_CHUNKS + 3)))

    assert first == "|".join(["a"] * MAX_CHUNKS)


def test_run_has_a_limited_number_of_characters():
    half = "a" * (MAX_CHARACTERS // 2)

    assert runs(f"{half}-{half}-b") == [f"{half}|{half}", f"{half}|b"]
    assert runs(f"{half}b-{half}") == [f"{half}b"]
    assert runs("a" * (MAX_CHARACTERS + 1) + "-b") == []
    assert runs("+49 " + "3" * MAX_CHARACTERS) == ["49"]
    assert runs("+49 " + "3" * (MAX_CHARACTERS - 1))[-1] == "0|" + "3" * (MAX_CHARACTERS - 1)


def test_run_is_written_together_up_to_each_chunk():
    a, b, c = Chunk("1", 0, 1, ""), Chunk("234", 2, 5, "|"), Chunk("5", 6, 7, ",")

    assert list(Run((a, b, c)).joined()) == [("1234", b), ("1234,5", c)]
    assert list(Run((b, c), "0").joined()) == [("0234,5", c)]
    assert list(Run((c, b)).joined()) == [("5234", b)]
    assert Run((a, b, c)).written == "1|234,5"
    assert Run((b, c), "0").written == "0|234,5"


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("E-Mail", "email"),
        ("email", "email"),
        ("48.913,27", "48913,27"),
        ("re 2031", "re2031"),
        ("Bär-Haus", f"ba{OPTIONAL_E}rhaus"),
        ("Baer-Haus", f"ba{OPTIONAL_E}rhaus"),
        ("red house", None),
        ("e-mail red", None),
        ("red e-mail", None),
        ("e-mail, x-ray", None),
        ("東京", None),
        ("12-東", None),
        ("", None),
        ("ab", None),
        ("abc", "abc"),
        ("1,5", None),
        ("1,50", "1,50"),
        ("bä", None),
        ("bär", f"ba{OPTIONAL_E}r"),
        ("a" * MAX_CHARACTERS, "a" * MAX_CHARACTERS),
        ("a" * (MAX_CHARACTERS + 1), None),
        ("1,5" + "0" * MAX_CHARACTERS, None),
    ],
)
def test_text_of_a_query_is_looked_up_as_one_run(text, run):
    assert joins.whole(text) == run


def test_spellings_of_an_umlaut_become_the_same():
    assert joins.plain_umlauts("baer") == joins.plain_umlauts(f"ba{OPTIONAL_E}r") == "bar"
    assert joins.squeezed("co-working_fläche 12".replace("ä", "ae")) == "coworkingflache12"


def test_text_without_numbers_and_marks_has_no_groups():
    assert groups("one two three") == []


@given(st.text(st.sampled_from("a1.,-' (+)0é東\u200b\n"), max_size=25))
def test_groups_are_of_the_text_in_order(text):
    end = 0
    for group in joins.groups(text, pieces(text)):
        assert [chunk.mark == "" for chunk in group] == [True] + [False] * (len(group) - 1)
        for chunk in group:
            assert end <= chunk.start < chunk.end
            end = chunk.end
