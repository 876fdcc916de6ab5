import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_worker.readers import markdown_reader


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# Title #", "Title"),
        ("Title\n=====\ntext", "Title\n\ntext"),
        ("**bold** and *italic* and ~~gone~~ and `code`", "bold and italic and gone and code"),
        ("snake_case_name stays, _this_ does not", "snake_case_name stays, this does not"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("[words](https://example.org/a)", "words https://example.org/a"),
        ("[words](javascript:alert(1))", "[words](javascript:alert(1))"),
        ("[words](page.md) ![picture](a.png)", "words picture"),
        ("[words][1]", "words"),
        ("> quoted\n> more", "quoted\nmore"),
        ("```python\nprint(1)\n```", "\nprint(1)\n"),
        ("a <b>tag</b><!-- comment\n --> b", "a tag b"),
        ("<b>Re</b>cipe<br>next", "Recipe\nnext"),
        (r"\*not italic\*", "*not italic*"),
        ("- item\n1. first", "- item\n1. first"),
        ("| a | b |", "| a | b |"),
    ],
)
def test_markup_is_removed_and_words_are_kept(written, read):
    assert markdown_reader.without_markup(written) == read


@given(st.lists(st.text("abcdefgäöü", min_size=1, max_size=8), min_size=1, max_size=8))
def test_every_word_of_marked_up_text_is_kept(words):
    text = " ".join(f"**{word}** [{word}](x) `{word}`" for word in words)

    assert markdown_reader.without_markup(text).split() == [word for word in words for _ in range(3)]


@pytest.mark.parametrize("piece", ["[", "![", "<", "`", "**", "_", "<!--", "> ", "# ", "[a](", "\\"])
def test_markup_repeated_a_hundred_thousand_times_is_fast(piece):
    assert isinstance(markdown_reader.without_markup(piece * 100_000), str)


def test_file_is_read_in_its_encoding(path_of):
    assert markdown_reader.read(path_of("# Über uns".encode("utf-16")))["pages"] == ["Über uns"]


def test_properties_are_those_in_front_of_the_text(path_of):
    front = b'---\r\ntitle: "Rent for May"\nauthor: Ada\ndate: 2026-05-01 10:00\nlang: de-CH\ntags: [home, rent]\n---\n'

    assert markdown_reader.read(path_of(front))["properties"] == {
        "title": "Rent for May",
        "author": "Ada",
        "created": "2026-05-01",
        "language": "de",
        "keywords": "home, rent",
    }


@pytest.mark.parametrize("text", [b"# Hello\n---\ntitle: no\n---\n", b"---\ntitle: no\n", b"---\n"])
def test_rule_in_the_text_begins_no_properties(path_of, text):
    assert markdown_reader.read(path_of(text))["properties"] == {}
