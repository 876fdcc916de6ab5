"""Documents that are read in portions: pages that take too long or crash the child cost the others nothing."""

from dataclasses import replace

import pytest

from docloft import formats, reasons
from docloft.formats.format import Reader
from docloft.sandbox import ChildFailed
from docloft_worker import reading
from docloft_worker.readers import pdf_reader
from services.worker.tests import originals
from services.worker.tests.documents import events_of, received, reload
from services.worker.tests.read_documents import PICTURED, REAL, read, text_of

pytestmark = pytest.mark.usefixtures("cloud")


def test_crash_of_the_child_affects_only_its_document(monkeypatch):
    class Deadly(Reader):
        def arguments(self, _path, _first, _characters, _most):
            return {"status": 9}

    deadly_format = replace(formats.BY_MEDIA_TYPE["text/markdown"], reader=Deadly("os:_exit"))
    monkeypatch.setitem(formats.BY_MEDIA_TYPE, "text/markdown", deadly_format)
    deadly, harmless = received(b"words", "text/markdown"), received(b"words")

    assert [read(deadly), read(harmless)] == ["failed", "ready"]
    assert reload(deadly).reason


@pytest.mark.parametrize("returned", ["{}", '{"pages": [7], "total": 1, "truncated": false}', '{"pages": []}'])
def test_file_that_takes_over_its_parser_is_failed_as_damaged(monkeypatch, returned):
    class TakenOver(Reader):
        def arguments(self, _path, _first, _characters, _most):
            return {"s": returned}

    taken_over = replace(formats.BY_MEDIA_TYPE["text/markdown"], reader=TakenOver("json:loads"))
    monkeypatch.setitem(formats.BY_MEDIA_TYPE, "text/markdown", taken_over)
    document = received(b"words", "text/markdown")

    assert read(document) == "failed"
    assert events_of(document) == ["created", "work_started", "failed"]


def test_long_document_is_read_in_portions(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)
    portions = []

    class InProcess:
        def call(self, target, arguments, shape):
            if "pdf_reader" not in target:
                return REAL.call(target, arguments, shape)
            portions.append(arguments["first"])
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert portions == [0, 1, 2]
    assert text_of(document).pages == ("one", "two", "three")
    assert not text_of(document).truncated


def test_reading_stops_at_its_deadline_and_keeps_what_was_read(monkeypatch):
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)

    class InProcess:
        def call(self, target, arguments, shape):
            if "pdf_reader" not in target:
                return REAL.call(target, arguments, shape)
            return pdf_reader.read(**arguments)

    monkeypatch.setattr(reading, "sandbox", InProcess())
    document = received(originals.pdf("one", "two", "three"), "application/pdf", **PICTURED)

    assert read(document, seconds=-1) == "ready"
    assert text_of(document).pages == ("one",)
    assert text_of(document).truncated
    assert (reload(document).pages, reload(document).partial) == (3, ["text_cut"])


class Mortal:
    """A sandbox whose child dies of some pages, which it has reported or not."""

    def __init__(self, *deadly, how="crash", reports=True):
        self.deadly, self.how, self.reports = deadly, how, reports
        self.deaths = 0

    def call(self, target, arguments, shape):
        if "pdf_reader" not in target:
            return REAL.call(target, arguments, shape)
        portion = pdf_reader.read(**arguments)
        read = range(arguments["first"], arguments["first"] + len(portion["pages"]))
        if reached := [page for page in self.deadly if page in read]:
            self.deaths += 1
            failure = ChildFailed(self.how, reasons.CRASHED)
            failure.reached = reached[0] if self.reports else None
            raise failure
        return portion


@pytest.mark.parametrize(("how", "most"), [("time", 4), ("crash", 8)])
def test_pages_that_take_too_long_cost_no_words_after_them(monkeypatch, how, most):
    sandbox = Mortal(0, 1, 2, 3, how=how)
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf("drawing", "drawing", "drawing", "drawing", "words"), "application/pdf")

    assert read(document) == "ready"
    assert text_of(document).pages == ("", "", "", "", "words")
    assert reload(document).partial == ["pages_lost"]
    assert sandbox.deaths <= most


@pytest.mark.parametrize("how", ["time", "memory"])
def test_only_page_that_costs_too_much_is_kept_without_its_text(monkeypatch, how):
    monkeypatch.setattr(reading, "sandbox", Mortal(0, how=how))
    document = received(originals.pdf("drawing"), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert (reload(document).pages, reload(document).partial) == (1, ["pages_lost"])
    assert not reload(document).has_text


def test_page_that_takes_too_long_is_tried_once(monkeypatch):
    sandbox = Mortal(2, 4, how="time")
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf("a", "b", "drawing", "c", "drawing"), "application/pdf")

    assert read(document) == "ready"
    assert text_of(document).pages == ("a", "b", "", "c", "")
    assert sandbox.deaths == 2


@pytest.mark.parametrize("reports", [True, False])
@pytest.mark.parametrize("deadly", [0, 40, 79])
def test_page_that_crashes_the_child_affects_no_other_page(monkeypatch, deadly, reports):
    sandbox = Mortal(deadly, reports=reports)
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(80))), "application/pdf", **PICTURED)

    assert read(document) == "ready"

    expected = ["" if number == deadly else f"page {number}" for number in range(80)]
    assert list(text_of(document).pages) == expected
    assert text_of(document).truncated
    assert (reload(document).pages, reload(document).partial) == (80, ["pages_lost"])
    assert sandbox.deaths <= 3


def test_document_whose_pages_all_crash_the_child_fails_with_the_reason(monkeypatch):
    monkeypatch.setattr(reading, "sandbox", Mortal(0, 1))
    one, two = (received(originals.pdf(*pages), "application/pdf", **PICTURED) for pages in (["one"], ["one", "two"]))

    assert [read(one), read(two)] == ["failed", "failed"]
    assert reload(one).reason == reload(two).reason == reasons.CRASHED


def test_document_with_many_pages_that_crash_keeps_those_before_them(monkeypatch):
    sandbox = Mortal(*range(2, 40))
    monkeypatch.setattr(reading, "sandbox", sandbox)
    document = received(originals.pdf(*(f"page {number}" for number in range(40))), "application/pdf", **PICTURED)

    assert read(document) == "ready"
    assert [page for page in text_of(document).pages if page] == ["page 0", "page 1"]
    assert reload(document).pages == 40
    assert sandbox.deaths < 20
