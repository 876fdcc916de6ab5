"""Which documents need attention, and what can be done about each. What people see of it is tested with the API."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from docloft import reasons
from docloft.errors import Cause
from docloft.lifecycle import attention
from docloft.lifecycle.attention import Attention, Kind, Remedy
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State

PDF, TEXT = "application/pdf", "text/plain"


@dataclass
class Paper:
    state: State = State.READY
    trashed_at: str | None = None
    reason_code: str | None = None
    duplicate_of: str | None = None
    index_problem: str | None = None
    partial: list[str] = field(default_factory=list)
    kept: bool | None = None
    read_by: str = field(default_factory=attention.generation)
    media_type: str = PDF
    unlocked: bool | None = None
    attention_at: str | None = "2026-03-01T12:00:00.000Z#d1"
    updated_at: str = "2026-03-02T12:00:00.000Z"
    expires_at: int | None = None


def rejected(code, **more: Any):
    return Paper(State.REJECTED, reason_code=code, **more)


def failed(code, **more: Any):
    return Paper(State.FAILED, reason_code=code, **more)


def kind_of(paper):
    return attention.kind_of(attention.facts_of(paper))


def remedies_of(paper):
    return [one.value for one in attention.judged(paper)[1]]


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        (Paper(), None),
        (Paper(State.WORKING, partial=["text_cut"]), None),
        (rejected("not_taken"), Kind.REFUSED),
        (rejected(None), Kind.REFUSED),
        (rejected("duplicate", duplicate_of="d2"), None),
        (rejected("duplicate_in_trash", duplicate_of="d2"), Kind.DUPLICATE_IN_TRASH),
        (rejected("file_elsewhere", duplicate_of="d2"), Kind.REFUSED),
        (failed("too_slow"), Kind.FAILED),
        (failed(None), Kind.FAILED),
        (failed("locked"), Kind.LOCKED),
        (failed("of a later release"), Kind.FAILED),
        (Paper(partial=["text_cut"]), Kind.PARTIAL),
        (Paper(index_problem="x"), Kind.NOT_INDEXED),
        (Paper(index_problem="x", partial=["text_cut"]), Kind.NOT_INDEXED),
        (Paper(partial=["text_cut"], kept=True), None),
        (failed("too_slow", trashed_at="2026-03-01"), None),
    ],
)
def test_document_needs_attention_when_something_is_missing(paper, kind):
    assert kind_of(paper) == kind


def test_time_since_when_it_needs_attention_does_not_change(monkeypatch):
    monkeypatch.setattr(attention, "timestamp", lambda: "2026-03-03T12:00:00.000Z")
    broken, whole = attention.facts_of(failed("too_slow")), attention.facts_of(Paper())

    assert attention.since(broken, "d1", None) == "2026-03-03T12:00:00.000Z#d1"
    assert attention.since(broken, "d1", "known") == "known"
    assert attention.since(whole, "d1", "known") is None


def test_attention_has_its_time_and_when_the_bytes_are_deleted():
    one = failed("too_slow", expires_at=1_772_366_400)
    offered = [Remedy.RETRY, Remedy.KEEP, Remedy.DELETE]

    assert attention.judged(one) == (
        Attention(Kind.FAILED, "2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.000Z", offered),
        offered,
    )


def test_attention_of_an_earlier_release_began_with_the_last_change():
    found, _ = attention.judged(failed("too_slow", attention_at=None))

    assert found is not None
    assert (found.since, found.until) == ("2026-03-02T12:00:00.000Z", None)


@pytest.mark.parametrize(
    ("paper", "offered"),
    [
        (rejected("not_taken"), ["keep", "delete"]),
        (rejected("not_taken", read_by="x"), ["retry", "keep", "delete"]),
        (rejected("too_slow"), ["retry", "keep", "delete"]),
        (rejected("replaced_deleted"), ["retry", "keep", "delete"]),
        (rejected("given_up"), ["retry", "keep", "delete"]),
        (rejected("empty", read_by="x"), ["delete"]),
        (rejected("sent_wrongly", read_by="x"), ["delete"]),
        (rejected(None, read_by="x"), ["delete"]),
        (rejected("duplicate_in_trash", duplicate_of="d2", read_by="x"), ["restore_other", "delete"]),
        (failed(None), ["retry", "keep", "delete"]),
        (failed("lost", read_by="x"), ["delete"]),
        (failed("empty", read_by="x"), ["keep", "delete"]),
        (failed("damaged"), ["keep", "delete"]),
        (failed("damaged", read_by="x"), ["retry", "keep", "delete"]),
        (failed("locked"), ["password", "keep", "delete"]),
        (failed("locked", read_by="x"), ["password", "keep", "delete"]),
        (failed("locked", media_type=TEXT), ["keep", "delete"]),
        (failed("locked", media_type="of a later release"), ["keep", "delete"]),
        (failed("unknown_encryption"), ["keep", "delete"]),
        (Paper(index_problem="x"), ["retry", "keep", "delete"]),
        (Paper(partial=[Gap.TEXT_CUT]), ["keep", "delete"]),
        (Paper(partial=[Gap.TEXT_CUT], read_by="x"), ["retry", "keep", "delete"]),
        (Paper(partial=[Gap.TEXT_CUT], read_by="x", unlocked=True), ["keep", "delete"]),
        (Paper(partial=[Gap.PAGES_LOST]), ["retry", "keep", "delete"]),
        (Paper(partial=[Gap.PAGES_LOST], unlocked=True), ["keep", "delete"]),
        (Paper(partial=[Gap.OCR_PARKED]), ["recognise", "keep", "delete"]),
        (Paper(partial=[Gap.OCR_LOCKED], read_by="x"), ["password", "keep", "delete"]),
        (Paper(partial=[Gap.OCR_LOCKED], media_type=TEXT), ["keep", "delete"]),
        (Paper(index_problem="x", partial=[Gap.OCR_PARKED, Gap.OCR_LOCKED]), ["retry", "keep", "delete"]),
    ],
)
def test_what_may_help_is_offered(paper, offered):
    assert remedies_of(paper) == offered


@pytest.mark.parametrize(
    ("paper", "offered"),
    [
        (Paper(kept=True, partial=[Gap.OCR_LOCKED]), ["password"]),
        (Paper(kept=True, reason_code="locked"), ["password"]),
        (Paper(kept=True, reason_code="unknown_encryption"), []),
        (Paper(kept=True, reason_code="too_slow"), ["retry"]),
        (Paper(kept=True, reason_code="damaged"), []),
        (Paper(kept=True, reason_code="damaged", read_by="x"), ["retry"]),
        (Paper(kept=True, partial=[Gap.PAGES_LOST]), ["retry"]),
        (Paper(kept=True, index_problem="x"), ["retry"]),
        (Paper(kept=True), []),
        (Paper(), []),
        (Paper(kept=True, partial=[Gap.PAGES_LOST], trashed_at="2026-03-01"), []),
        (Paper(State.WORKING, kept=True, reason_code="too_slow"), []),
        (Paper(State.WORKING, reason_code="too_slow"), []),
    ],
)
def test_document_that_is_kept_as_it_is_can_still_be_read(paper, offered):
    assert attention.judged(paper)[0] is None
    assert remedies_of(paper) == offered


@pytest.mark.parametrize("kept", [None, False])
def test_reason_of_an_earlier_reading_needs_no_password(kept):
    assert not attention.waits_for_password(attention.facts_of(Paper(reason_code="locked", kept=kept)))


def test_rejected_document_does_not_wait_for_a_password():
    assert not attention.waits_for_password(attention.facts_of(rejected("locked")))


def test_bytes_are_kept_unless_there_are_none():
    assert attention.has_bytes(attention.facts_of(Paper(reason_code="empty")))
    assert attention.has_bytes(attention.facts_of(rejected("damaged")))
    assert not attention.has_bytes(attention.facts_of(rejected("empty")))


def test_password_is_needed_for_every_locked_file():
    assert attention.is_locked("wrong_password")
    assert not attention.is_locked("damaged")
    assert not attention.is_locked("of a later release")
    assert not attention.is_locked(None)
    assert {one.cause for one in reasons.REASONS.values() if attention.is_locked(one.code)} == {Cause.LOCKED}
