"""Near-duplicates: which texts are, and that they are found however and whenever documents are read."""

import random
from typing import Any

import pytest

from docloft import tables, texts
from docloft.lifecycle import changes
from docloft.lifecycle.changes import Change
from docloft.tables.records import Lookalike, Sketch, SketchBand
from docloft.texts import Text
from docloft_worker import handler, lookalikes, removal
from docloft_worker.lookalikes import sketches
from services.worker.tests.documents import read_command, received, sqs_event
from tests.fixtures import LIBRARY
from tests.lambda_context import Context
from tests.recording import recording

BODY = """Stadtwerke Musterstadt GmbH, Hauptstraße 12, 50667 Köln
Kundennummer 4711823, Telefon 0221 445566
Sehr geehrte Frau Beispiel, hiermit bestätigen wir Ihnen den Eingang Ihrer Kündigung des Vertrags über die Lieferung
von Strom und Gas. Ihr Vertrag endet fristgemäß zum Jahresende. Die Schlussabrechnung erhalten Sie in den folgenden
sechs Wochen. Bitte teilen Sie uns Ihre neue Anschrift mit und lesen Sie den Zähler am letzten Tag ab. Für die
bisherige Zusammenarbeit möchten wir Ihnen danken. Mit freundlichen Grüßen Ihre Stadtwerke Musterstadt"""
INVOICE = BODY + "\nRechnungsnummer {number} vom {day}, Betrag {amount} EUR, fällig am {due}, Zählerstand {reading}"
OTHER_LIBRARY = "7e5c0d2a-6a5f-4a44-9a43-3f0e0b3c1a55"


def misread(text, share, seed=1):
    """The text with a wrong letter in this share of its words, as recognition of a scan makes them."""
    chance = random.Random(seed)  # noqa: S311 - the same in each run

    def wrong(word):
        if chance.random() >= share or len(word) < 2:
            return word
        place = chance.randrange(len(word))
        return word[:place] + "x" + word[place + 1 :]

    return " ".join(wrong(word) for word in text.split(" "))


def invoice(month):
    chance = random.Random(month)  # noqa: S311 - the same in each run
    figures = {"amount": f"{chance.randrange(20, 90)},{chance.randrange(10, 99)}", "reading": chance.randrange(90_000)}
    days = {"day": f"03.{month:02}.2024", "due": f"17.{month:02}.2024"}
    return INVOICE.format(number=f"RE-{2024_0000 + month * 37}", **days, **figures)


def likeness(one, other):
    return sketches.likeness(sketches.words_of([one]), sketches.words_of([other]))


@pytest.mark.parametrize("seed", range(5))
def test_two_scans_of_the_same_letter_are_near_duplicates(seed):
    one, other = misread(BODY, 0.04, seed), misread(BODY, 0.04, seed + 100)

    share = likeness(one, other)

    assert share is not None
    assert 80 <= share < 100
    bands = [set(sketches.bands(sketches.words_of([text]))) for text in (one, other)]
    assert bands[0] & bands[1]


def test_same_text_on_other_pages_and_lines_is_equal():
    assert sketches.likeness(sketches.words_of([BODY]), sketches.words_of(BODY.upper().split("\n"))) == 100


@pytest.mark.parametrize("month", range(2, 8))
def test_invoices_of_two_months_are_not_near_duplicates(month):
    assert likeness(invoice(1), invoice(month)) is None


def test_short_texts_have_no_sketch():
    assert sketches.bands(sketches.words_of(["Quittung 12,50 EUR"])) == []


def test_long_text_is_examined_in_part():
    assert sketches.words_of(["word " * 1_000_000]).words.total() == sketches._EXAMINED // 5


@pytest.fixture
def stored(cloud):
    """Stores the text of a document and records what it looks like."""

    def store(document_id, text, library_id=LIBRARY):
        texts.store(library_id, document_id, Text((text,)))
        lookalikes.record(library_id, document_id, (text,))
        return document_id

    return store


def pairs(document_id, library_id=LIBRARY):
    found = tables.library.list_kind(Lookalike, library_id, f"{document_id}#")
    return {pair.other_id: int(pair.share) for pair in found}


def test_both_documents_have_each_other_whichever_is_read_first_and_however_often(stored):
    for _ in range(2):
        stored("b", misread(BODY, 0.03))
        stored("a", BODY)
        stored("c", "Something else entirely. " * 30)

    assert pairs("a").keys() == {"b"}
    assert pairs("b") == {"a": pairs("a")["b"]}
    assert pairs("c") == {}


def test_document_of_another_library_is_never_found(stored):
    stored("a", BODY)
    stored("b", BODY, OTHER_LIBRARY)

    assert (pairs("a"), pairs("b"), pairs("b", OTHER_LIBRARY)) == ({}, {}, {})


def test_pair_is_removed_when_the_text_becomes_another_one(stored):
    stored("a", BODY)
    stored("b", BODY)
    assert pairs("a") == {"b": 100}

    stored("b", "A quite different text about the garden. " * 10)

    assert (pairs("a"), pairs("b")) == ({}, {})
    stored("c", BODY)
    assert pairs("c") == {"a": 100}


def test_many_letters_of_one_template_are_compared_within_bounds(stored, monkeypatch):
    for number in range(8):
        stored(f"letter{number}", BODY)
    loaded: list[Any] = []
    load = texts.load
    monkeypatch.setattr(lookalikes.texts, "load", recording(loaded, load))

    stored("new", BODY)

    assert len(loaded) == lookalikes._COMPARED


def test_deletion_leaves_nothing_behind(stored):
    stored("a", BODY)
    stored("b", BODY)

    removal.delete(LIBRARY, "a")

    assert (pairs("a"), pairs("b")) == ({}, {})
    left = [*tables.library.list_kind(Sketch, LIBRARY), *tables.library.list_kind(SketchBand, LIBRARY)]
    assert len(left) == 1 + sketches.BANDS
    assert all("#a" not in record.record_key for record in left)


def test_interrupted_change_of_a_sketch_leaves_no_band_behind(stored, monkeypatch):
    stored("a", BODY)
    with monkeypatch.context() as patched:
        patched.setattr(lookalikes.tables.library, "remove", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stored("a", "A quite different text about the garden. " * 10)

    lookalikes.forget(LIBRARY, "a")

    assert tables.library.list_kind(SketchBand, LIBRARY) == []


def test_document_that_is_read_finds_the_one_that_was_saved_again(cloud):
    first, second = (received(body.encode(), "text/plain") for body in (BODY, BODY + "\n"))
    for document in (second, first, second):
        assert handler.work(sqs_event(read_command(document)), Context())["batchItemFailures"] == []

    assert pairs(first.document_id) == {second.document_id: 100}
    changes.amend(LIBRARY, first.document_id, lambda _: Change("trashed", {"trashed_at": "2026-01-01"}), actor="test")
    removal.delete(LIBRARY, first.document_id)
    assert pairs(second.document_id) == {}
