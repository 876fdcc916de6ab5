"""Names of senders, tags, kinds and fields are found as people spell them."""

import pytest

from docloft.name_spellings import SpelledNames, fold, matches, spellings_of
from docloft.tables.records import Name

NAMES = ["Müller AG", "Mueller KG", "Muller", "Søren Łódź", "Power Ltd", "power  ltd", "Anna Maria Power"]


@pytest.fixture(scope="module")
def names():
    return SpelledNames(
        Name("L", Name.key(f"n{at}"), name_id=f"n{at}", what="sender", name=name) for at, name in enumerate(NAMES)
    )


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  Power   LTD ", "power ltd"),
        ("\uff30ower", "power"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Müller", "müller"),
        ("Mu\u0308ller", "müller"),
    ],
)
def test_case_width_and_spaces_make_no_difference(name, folded):
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("folded", "spellings"),
    [
        ("power", ("power",)),
        ("müller", ("müller", "muller", "mueller")),
        ("mu\u0308ller", ("mu\u0308ller", "muller", "mueller")),
        ("köln", ("köln", "koln", "koeln")),
        ("bär", ("bär", "bar", "baer")),
        ("åse", ("åse", "ase", "aase")),
        ("søren", ("søren", "soren", "soeren")),
        ("łódź", ("łódź", "lodz")),
        ("đorđe", ("đorđe", "dorde")),
        ("æbler", ("æbler", "aebler")),
        ("cœur", ("cœur", "coeur")),
        ("ışık", ("ışık", "isik")),  # noqa: RUF001
        ("café", ("café", "cafe")),
        ("банк", ("банк",)),
    ],
)
def test_name_is_also_written_without_its_accents(folded, spellings):
    assert spellings_of(folded) == spellings


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("power ltd", ["Power Ltd", "power  ltd"]),
        ("Müller AG", ["Müller AG"]),
        ("muller ag", []),
        ("n2", ["Muller"]),
        ("n9", []),
    ],
)
def test_name_is_found_by_its_letters_or_its_id(names, typed, found):
    assert [name.name for name in names.exactly(typed)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Muller AG", ["Müller AG"]),
        ("mueller ag", ["Müller AG"]),
        ("müller kg", ["Mueller KG"]),
        ("müller", ["Muller"]),
        ("soeren lodz", ["Søren Łódź"]),
        ("POWER LTD", ["Power Ltd", "power  ltd"]),
        ("power", []),
    ],
)
def test_name_is_found_without_its_accents(names, typed, found):
    assert [name.name for name in names.alike(typed)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mull", ["Müller AG", "Muller"]),
        ("müll", ["Müller AG", "Mueller KG", "Muller"]),
        ("muller", ["Müller AG", "Muller"]),
        ("muel", ["Müller AG", "Mueller KG"]),
        ("pow", ["Power Ltd", "power  ltd", "Anna Maria Power"]),
        ("pow l", ["Power Ltd", "power  ltd"]),
        ("pow an", ["Anna Maria Power"]),
        ("a", ["Müller AG", "Anna Maria Power"]),
        ("ma an", ["Anna Maria Power"]),
        ("wer", []),
        ("pow x", []),
        ("x pow", []),
        ("z", []),
        (", -", []),
        ("", []),
    ],
)
def test_each_typed_word_begins_a_word_of_a_name(names, typed, found):
    assert [name.name for name in names.beginning(typed)] == found
    # Asked for again, which is answered from what is kept.
    assert [name.name for name in names.beginning(typed)] == found


@pytest.mark.parametrize(("typed", "name"), [(word, name) for word in ("mull", "pow l", "", "wer") for name in NAMES])
def test_one_name_matches_as_all_of_them_do(names, typed, name):
    assert matches(typed, name) == (name in [one.name for one in names.beginning(typed)])


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [("müll", "Mueller KG", True), ("ag müll", "Müller AG", True), ("ag x", "Müller AG", False), ("", "Muller", False)],
)
def test_words_match_a_name_in_any_order_and_spelling(typed, name, expected):
    assert matches(typed, name) is expected
