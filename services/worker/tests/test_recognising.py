"""Pages that are pictures, from the command to the searchable text. Recognition itself is replaced."""

from typing import Any

import pytest

from docloft import objects, ocr_languages, page_ranges, recognised_pages, tables, texts
from docloft.clock import timestamp
from docloft.commands import registry
from docloft.lifecycle import changes
from docloft.lifecycle.changes import Change
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft_worker.actions import purge
from services.worker.tests.documents import events_of, reload
from services.worker.tests.recognised_scans import (
    deliver,
    found,
    progress,
    read,
    waiting,
    words_of,
)
from tests.fixtures import LIBRARY, sent_commands
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")


def test_photo_is_ready_with_its_words(ocr, scan):
    document = scan(1)

    read(document)

    after = reload(document)
    assert progress(document) == (State.READY, 1, 1)
    assert (after.has_text, after.ocr_pending, after.due_at, after.partial) == (True, None, None, [])
    assert words_of(document) == ["page0", "words"]
    assert sent_commands() == []
    assert ocr.calls == [[0]]


def test_words_are_stored_with_their_places(ocr, scan):
    document = scan(1)
    read(document)

    page = present(recognised_pages.load(LIBRARY, document.document_id, 0))

    assert page.words == ((1000, 2000, 3000, 400, "page0"),)
    assert (
        page.width,
        page.height,
        page.angle,
        page.confidence,
        page.is_lost,
    ) == (800, 1200, 0, 91, False)


@pytest.mark.parametrize("pages", [1, 10])
def test_page_that_no_model_can_read_is_flagged(ocr, scan, pages):
    document = scan(pages)
    ocr.unreadable = {pages - 1}
    read(document)

    for body in waiting():
        deliver(body)

    after = reload(document)
    assert (after.partial, after.ocr_pending) == ([Gap.NO_OCR], None)


def test_long_scan_is_ready_at_once_and_fans_out_in_portions(ocr, scan):
    document = scan(42, texts_of=["letter", "letter"])

    read(document)

    assert progress(document) == (State.READY, 0, 40)
    assert words_of(document) == ["letter", "letter"]
    sent = sent_commands()
    assert sorted(one.pages or (0, 0) for one in sent) == [(2, 9), (10, 17), (18, 25), (26, 33), (34, 41)]
    assert {(one.action, one.hop, one.document_id) for one in sent} == {
        (registry.RECOGNISE_PAGES, 1, document.document_id)
    }
    assert ocr.calls == []
    assert reload(document).due_at > timestamp()


def test_finished_pages_are_found_before_the_last_one_is(ocr, scan):
    document = scan(40)
    read(document)
    first, *others = waiting()

    assert deliver(first) == []

    assert progress(document) == (State.READY, 8, 40)
    assert "page7" in words_of(document)
    assert reload(document).has_text
    assert deliver(*others) == []
    assert progress(document) == (State.READY, 40, 40)
    after = reload(document)
    assert (after.ocr_pending, after.due_at, after.attempts) == (None, None, 0)
    assert {f"page{number}" for number in range(40)} <= set(words_of(document))
    assert ocr.recognised == list(range(40))


def test_text_of_a_long_scan_is_written_a_bounded_number_of_times(ocr, scan):
    document = scan(160)
    ocr.most = 1
    read(document)

    deliver(*waiting())

    assert progress(document) == (State.READY, 160, 160)
    assert reload(document).text_revision <= 17


def test_document_deleted_meanwhile_leaves_nothing_behind(ocr, scan):
    document = scan(16)
    read(document)
    first, _ = waiting()
    ocr.before = lambda pages: changes.erase(reload(document), actor="test") if pages == [6, 7] else None

    assert deliver(first) == []

    assert list(objects.names_under(objects.recognised_prefix(LIBRARY, document.document_id))) == []
    assert list(objects.names_under(objects.text_key(LIBRARY, document.document_id))) == []


def test_permanent_deletion_deletes_recognised_pages(ocr, scan):
    document = scan(1)
    read(document)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": timestamp()}), actor="test")

    assert purge.purge(LIBRARY, document.document_id, None) == purge.PURGED

    assert list(objects.names_under(objects.recognised_prefix(LIBRARY, document.document_id))) == []


def test_document_in_the_trash_is_recognised_to_the_end(ocr, scan):
    document = scan(16)
    read(document)
    changes.amend(LIBRARY, document.document_id, lambda _: Change("trashed", {"trashed_at": timestamp()}), actor="test")

    deliver(*waiting())

    assert progress(document) == (State.READY, 16, 16)


def test_page_keeps_the_text_that_has_more_letters(ocr, scan):
    document = scan(2, unread=[0, 1], texts_of=["\ue001\ue002" * 40, "a longer text that the file contains"])

    read(document)

    text = present(texts.load(LIBRARY, document.document_id))
    assert text.pages == ("page0 words", "a longer text that the file contains")
    assert text.recognised == "0-1"


def test_result_of_a_child_that_was_taken_over_keeps_only_words_on_the_page(ocr, scan):
    document = scan(1)
    words = [
        [0, 0, 10_001, 1, "wide"],
        [-1, 0, 1, 1, "left"],
        [0, 0, 1, 1, ""],
        [0, 0, 1, 1, "kept"],
        ["0", 0, 1, 1, "x"],
    ]
    ocr.call = lambda *_: {"pages": [{**found(0), "words": words}, found(7)]}

    read(document)

    assert present(recognised_pages.load(LIBRARY, document.document_id, 0)).words == ((0, 0, 1, 1, "kept"),)
    assert recognised_pages.stored(LIBRARY, document.document_id) == {0}


def test_history_shows_when_recognition_ended(ocr, scan):
    document = scan(8)
    read(document)
    deliver(*waiting())

    assert events_of(document)[-3:] == ["pages_recognised"] * 3


@pytest.mark.parametrize(
    ("pages", "written"),
    [(set(), None), ({0}, "0"), ({3, 1, 2}, "1-3"), ({0, 1, 2, 8, 10, 11}, "0-2,8,10-11")],
)
def test_page_ranges_are_written_short_and_read_back(pages, written):
    assert page_ranges.write(pages) == written
    assert page_ranges.parse(written) == pages


@pytest.mark.parametrize(
    ("chosen", "languages"),
    [
        (None, ["eng", *(code for code in ocr_languages.SHIPPED if code != "eng")]),
        (["fra", "deu"], ["deu", "fra"]),
        (["kor"], ["eng", *(code for code in ocr_languages.SHIPPED if code != "eng")]),
    ],
    ids=["none", "two", "without a model"],
)
def test_pages_are_recognised_in_the_languages_that_the_library_has_chosen(scan, ocr, chosen, languages):
    if chosen:
        profile = tables.records.Profile(LIBRARY, "profile#", created_at=timestamp(), name="x", ocr_languages=chosen)
        tables.library.replace(profile)
    asked: list[Any] = []

    def recognise(_target, arguments, _shape):
        asked.append(arguments["languages"])
        return {"pages": [found(0)]}

    ocr.call = recognise

    read(scan(1))

    assert asked == [languages]
