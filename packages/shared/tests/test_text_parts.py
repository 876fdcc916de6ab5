import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import texts
from docloft.search import vocabulary
from docloft.text_parts import SECTION, DividedText, cut, is_divided
from docloft.texts import Text


def divided(body, prefix=None):
    """The text, and the spans that were read after the first `prefix` bytes."""
    spans = []

    def read(start, end):
        spans.append((start, end))
        return body[start:end]

    return DividedText(body[:prefix], read), spans


_LONG = st.builds(
    lambda word, count: word * count, st.sampled_from(["word ", "é\n", "処", '"\\', "\ud800\udc00"]), st.just(9000)
)
_PAGES = st.lists(st.text(max_size=40) | _LONG, max_size=6).map(tuple)


@given(_PAGES, st.sampled_from([40, 1000, None]))
def test_text_is_the_same_whether_read_as_a_whole_or_in_parts(pages, prefix):
    text = Text(pages, "de", truncated=True, recognised="1")

    body = texts.encode(text, vocabulary.make)
    parts, _ = divided(body, prefix)

    assert texts.decode(body) == text
    by_page = [""] * len(pages)
    for number, page in enumerate(parts.pages):
        by_page[page - 1] += parts.section(number)
    assert tuple(by_page) == pages
    assert parts.words() == vocabulary.make([section for page in pages for section in cut(page)])
    assert parts.language == "de"


def test_whole_file_is_one_json_object():
    """Functions of the previous release read it during a deployment."""
    content = json.loads(gzip.decompress(texts.encode(Text(("one", "two"), "en"), vocabulary.make)))

    assert (content["pages"], content["language"], content["truncated"]) == (["one", "two"], "en", False)


def test_one_page_of_a_long_document_is_read_alone():
    pages = [" ".join(f"w{number * at % 997}" for at in range(600)) for number in range(300)]
    body = texts.encode(Text(tuple(pages)), vocabulary.make)
    parts, spans = divided(body, 8000)

    assert parts.section(200) == pages[200]
    assert parts.section(201) == pages[201]
    assert len(spans) == 1
    assert sum(end - start for start, end in spans) < len(body) / 20


def test_text_without_a_vocabulary_has_none():
    parts, _ = divided(texts.encode(Text(("one",))))

    assert parts.words() is None


def test_format_before_is_recognised_and_still_decoded():
    old = gzip.compress(json.dumps({"format": 1, "language": None, "truncated": False, "pages": ["one"]}).encode())

    assert not is_divided(old)
    assert is_divided(texts.encode(Text(("one",))))
    assert not is_divided(b"no gzip")
    assert texts.decode(old) == Text(("one",))


def test_long_page_is_cut_at_white_space_outside_broken_words():
    sections = cut("Ver-\nfahren " * 4000)

    assert all(len(section) <= SECTION for section in sections)
    assert "".join(sections) == "Ver-\nfahren " * 4000
    assert all(section.rstrip().endswith("fahren") for section in sections)
    assert cut("x" * (2 * SECTION + 1)) == ["x" * SECTION, "x" * SECTION, "x"]
    assert cut("") == [""]


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_damaged_text_raises_value_error(at):
    body = bytearray(texts.encode(Text(("some words " * 50,) * 30), vocabulary.make))
    body[int(len(body) * at)] ^= 0xFF

    def read_everything():
        parts, _ = divided(bytes(body))
        return parts.words(), [parts.section(number) for number in range(len(parts.pages))]

    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        read_everything()
