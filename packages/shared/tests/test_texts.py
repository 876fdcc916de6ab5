import gzip
import json
from typing import Any

import pytest

from docloft import objects, texts
from docloft.objects import StaleObjectError
from docloft.search import vocabulary
from docloft.suggestions import Fact, Suggestion
from docloft.text_parts import DividedText
from docloft.texts import Text
from tests.fixtures import LIBRARY
from tests.narrowing import present
from tests.recording import recording

FILE = "01JDDRKX3W0000000000000000"
SUGGESTION = Suggestion(Fact.AMOUNT, "12.50 EUR", 0.9, "Total 12,50 €", page=0, start=6, end=13)
LETTER = Text(("Dear Ada", "Yours"), "en", truncated=True, recognised="0", suggestions=(SUGGESTION,))


pytestmark = pytest.mark.usefixtures("cloud")


def stored():
    return texts.load(LIBRARY, FILE)


def words_of_stored():
    body, _ = objects.read(objects.text_key(LIBRARY, FILE))
    return DividedText(body, lambda start, end: body[start:end]).words()


@pytest.fixture
def waits(monkeypatch):
    """The longest that each wait could have been."""
    found: list[Any] = []
    monkeypatch.setattr("docloft.texts.random.uniform", lambda shortest, longest: (shortest, longest))
    monkeypatch.setattr("docloft.texts.time.sleep", found.append)
    return found


def test_text_is_decoded_as_it_was_encoded():
    assert texts.decode(texts.encode(LETTER)) == LETTER
    assert LETTER.characters == 13


def test_what_a_text_does_not_have_is_not_stored():
    content = json.loads(gzip.decompress(texts.encode(Text(("one",)))))

    assert content.keys().isdisjoint({"recognised", "suggestions"})


def test_text_with_half_a_character_is_decoded():
    halved = Text(("half\ud800pair",))

    assert texts.decode(texts.encode(halved)) == halved


@pytest.mark.parametrize("made", [lambda body: body, lambda body: gzip.compress(gzip.decompress(body))])
def test_damaged_text_is_a_value_error_or_still_the_same(made):
    body = made(texts.encode(LETTER, vocabulary.make))

    for bit in range(8 * len(body)):
        damaged = bytearray(body)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            assert texts.decode(bytes(damaged)) == LETTER
        except ValueError:
            continue
    for length in range(len(body)):
        with pytest.raises(ValueError, match="not the text"):
            texts.decode(body[:length])


def test_document_without_text_has_none():
    assert stored() is None


def test_damaged_text_counts_as_none_and_is_not_replaced():
    for body in (b"", b"\x1f\x8b\x08" + bytes(7) + b"\xff\xff", gzip.compress(b"[1")):
        objects.write(objects.text_key(LIBRARY, FILE), body, "application/gzip")

        assert stored() is None
        with pytest.raises(ValueError, match="not the text"):
            texts.change(LIBRARY, FILE, lambda _: LETTER)
        assert objects.read(objects.text_key(LIBRARY, FILE))[0] == body


def test_text_is_stored_with_its_words_and_type():
    texts.store(LIBRARY, FILE, LETTER, vocabulary.make)

    assert stored() == LETTER
    assert words_of_stored() == vocabulary.make(LETTER.pages)
    assert present(objects.head(objects.text_key(LIBRARY, FILE))).content_type == "application/gzip"


def test_first_text_is_made_of_nothing():
    seen: list[Any] = []

    after = texts.change(LIBRARY, FILE, recording(seen, lambda _before: LETTER), vocabulary.make)

    assert (seen, after, stored()) == ([(None,)], LETTER, LETTER)
    assert words_of_stored() == vocabulary.make(LETTER.pages)
    assert present(objects.head(objects.text_key(LIBRARY, FILE))).content_type == "application/gzip"


def test_text_that_does_not_change_is_not_written():
    texts.store(LIBRARY, FILE, LETTER, vocabulary.make)

    assert texts.change(LIBRARY, FILE, lambda before: before or Text(())) == LETTER
    assert words_of_stored() == vocabulary.make(LETTER.pages)


@pytest.mark.parametrize("before", [None, Text(("zero",))])
def test_change_is_decided_again_when_another_writer_was_faster(waits, before):
    if before:
        texts.store(LIBRARY, FILE, before)
    seen: list[Any] = []

    def decide(found):
        if not seen:
            texts.store(LIBRARY, FILE, Text(("other",)))
        seen.append(found)
        return Text((*(found.pages if found else ()), "mine"))

    after = texts.change(LIBRARY, FILE, decide)

    assert seen == [before, Text(("other",))]
    assert after == stored() == Text(("other", "mine"))
    assert waits == [(0, 0.05)]


def test_change_gives_up_when_others_are_always_faster(waits):
    def decide(found):
        texts.store(LIBRARY, FILE, Text((*(found.pages if found else ()), "other")))
        return Text(("mine",))

    with pytest.raises(StaleObjectError):
        texts.change(LIBRARY, FILE, decide)
    assert stored() == Text(("other",) * 8)
    assert waits == [(0, 0.05 * 2**attempt) for attempt in range(7)]


LONG = Text((f"Head\n{'word ' * 9_000}end of one", "middle " * 9_000, f"start of three {'word ' * 9_000}\nFoot"), "en")


def test_edges_of_a_long_text_are_read_without_what_is_between_them():
    texts.store(LIBRARY, FILE, LONG)
    edges = present(texts.load_edges(LIBRARY, FILE))

    assert (edges.pages[0][:4], edges.pages[-1][-4:], edges.language) == ("Head", "Foot", "en")
    assert sum(map(len, edges.pages)) < LONG.characters / 3


def test_edges_of_a_short_text_are_all_of_it_with_its_suggestions():
    texts.store(LIBRARY, FILE, LETTER)
    edges = present(texts.load_edges(LIBRARY, FILE))

    assert "\n".join(edges.pages) == "\n".join(LETTER.pages[:1] + LETTER.pages[1:][-1:])
    assert edges.suggestions == LETTER.suggestions


def test_edges_of_a_text_in_the_previous_format_are_all_of_it():
    content = {"pages": ["one", "two"], "language": "en", "truncated": False}
    objects.write(objects.text_key(LIBRARY, FILE), gzip.compress(json.dumps(content).encode()), "application/gzip")

    assert present(texts.load_edges(LIBRARY, FILE)).pages == ("one", "two")


def test_text_that_is_missing_or_damaged_has_no_edges():
    assert texts.load_edges(LIBRARY, FILE) is None
    for body in (b"", b"\x1f\x8b\x08" + bytes(7) + b"\xff\xff", texts.encode(LETTER)[:-40], texts.encode(LETTER)[:60]):
        objects.write(objects.text_key(LIBRARY, FILE), body, "application/gzip")

        assert texts.load_edges(LIBRARY, FILE) in {None, LETTER}


def test_text_without_pages_has_empty_edges():
    texts.store(LIBRARY, FILE, Text((), "en"))

    assert present(texts.load_edges(LIBRARY, FILE)).pages == ()
