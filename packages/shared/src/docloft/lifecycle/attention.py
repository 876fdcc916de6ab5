"""Which documents need a person's attention, why, and what the person can do. No I/O and no tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zlib import crc32

from docloft import formats, reasons
from docloft.clock import timestamp
from docloft.errors import Cause
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State


class Kind(StrEnum):
    """Why a document needs attention."""

    REFUSED = "refused"
    DUPLICATE_IN_TRASH = "duplicate_in_trash"
    FAILED = "failed"
    LOCKED = "locked"
    NOT_INDEXED = "not_indexed"
    PARTIAL = "partial"


class Remedy(StrEnum):
    """What a person can do about a document, in the order in which it is offered."""

    RESTORE_OTHER = "restore_other"
    """Take the document with the same bytes, `duplicate_of`, out of the trash, and delete this one."""
    PASSWORD = "password"  # noqa: S105 - no password
    RECOGNISE = "recognise"
    """Continue with scanned pages that wait because the library's daily limit is used up."""
    RETRY = "retry"
    KEEP = "keep"
    """Keep the file as it is: it can be downloaded and is found by its title."""
    DELETE = "delete"


DECIDING = ("state", "trashed_at", "reason_code", "duplicate_of", "index_problem", "partial", "kept")
"""The attributes of a document that `kind_of` uses."""

OFFERING = (*DECIDING, "read_by", "media_type", "unlocked")
"""The attributes of a document that `remedies` uses."""

_WITHOUT_BYTES = frozenset(
    {
        Cause.EMPTY,
        Cause.CHANGED,
        Cause.NEVER_CAME,
        Cause.DUPLICATE,
        *(
            one.code
            for one in (
                reasons.DUPLICATE_IN_TRASH,
                reasons.ANNOUNCED_TOO_LARGE,
                reasons.SENT_TOO_LARGE,
                reasons.SENT_WRONGLY,
                reasons.FILE_ELSEWHERE,
                reasons.TOO_MANY_FILES,
            )
        ),
    }
)
"""Reasons to reject a file whose bytes are not kept: there are none, or not those that were announced, or another
document has them."""

_PASSES = frozenset(
    {
        *(one.code for one in reasons.REASONS.values() if one.cause in {Cause.TOO_HEAVY, Cause.GIVEN_UP}),
        reasons.REPLACED_DELETED.code,
    }
)
"""Reasons that may depend on the load of the machine or on another document: trying again may help at any time."""

_FINAL = frozenset({Cause.LOST.value, *_WITHOUT_BYTES})
"""Reasons that hold in every release."""


def kind_of(document: Mapping[str, Any]) -> Kind | None:
    """Why a document with these attributes (DECIDING) needs attention; None if it does not. The duplicate of a document
    in the archive does not: nothing is missing. A refused version of a file that another document has does.
    """
    if document["trashed_at"]:
        return None
    match document["state"]:
        case State.REJECTED if document["reason_code"] == reasons.DUPLICATE_IN_TRASH.code:
            return Kind.DUPLICATE_IN_TRASH
        case State.REJECTED if not document["duplicate_of"] or document["reason_code"] == reasons.FILE_ELSEWHERE.code:
            return Kind.REFUSED
        case State.FAILED:
            return Kind.LOCKED if is_locked(document["reason_code"]) else Kind.FAILED
        case State.READY if not document["kept"]:
            return _kind_of_ready(document)
    return None


def _kind_of_ready(document: Mapping[str, Any]) -> Kind | None:
    if document["index_problem"]:
        return Kind.NOT_INDEXED
    return Kind.PARTIAL if document["partial"] else None


def since(document: Mapping[str, Any], document_id: str, known: str | None) -> str | None:
    """`attention_at` of a document with these attributes: the time since when it needs attention, then its id, so
    that no two are equal. `known` is the value it has.
    """
    if kind_of(document) is None:
        return None
    return known or f"{timestamp()}#{document_id}"


def remedies(kind: Kind, document: Mapping[str, Any]) -> list[Remedy]:
    """What can be done about a document of this kind with these attributes (OFFERING)."""
    code = document["reason_code"]
    is_waiting = kind in {Kind.LOCKED, Kind.PARTIAL} and waits_for_password(document)
    found = {
        Remedy.RESTORE_OTHER: kind == Kind.DUPLICATE_IN_TRASH,
        Remedy.PASSWORD: is_waiting,
        Remedy.RECOGNISE: kind == Kind.PARTIAL and Gap.OCR_PARKED in document["partial"],
        Remedy.RETRY: kind == Kind.NOT_INDEXED
        or (kind in {Kind.REFUSED, Kind.FAILED, Kind.PARTIAL} and _may_help(kind, document) and not is_waiting),
        Remedy.KEEP: kind != Kind.DUPLICATE_IN_TRASH and has_bytes(document) and code != Cause.LOST,
        Remedy.DELETE: True,
    }
    return [remedy for remedy, offered in found.items() if offered]


@dataclass(frozen=True, slots=True)
class Attention:
    """`until`: when a rejected upload and its bytes are deleted."""

    kind: Kind
    since: str
    until: str | None
    remedies: list[Remedy]


def facts_of(document: Any) -> dict[str, Any]:
    """The attributes OFFERING of a document."""
    return {name: getattr(document, name) for name in OFFERING}


def judged(document: Any) -> tuple[Attention | None, list[Remedy]]:
    """Why a document needs attention (see `kind_of`), and what can be done about it. A document that its owner keeps
    as it is needs none, but its password can still be entered, and it can be read again.
    """
    facts = facts_of(document)
    kind = kind_of(facts)
    if kind is None:
        return None, _remedies_of_kept(facts)
    found = remedies(kind, facts)
    began = (document.attention_at or document.updated_at).partition("#")[0]
    expires = document.expires_at
    until = timestamp(datetime.fromtimestamp(int(expires), UTC)) if expires else None
    return Attention(kind, began, until, found), found


def _remedies_of_kept(document: Mapping[str, Any]) -> list[Remedy]:
    if document["trashed_at"] or document["state"] != State.READY or not document["kept"]:
        return []
    code = document["reason_code"]
    kind = (Kind.LOCKED if is_locked(code) else Kind.FAILED) if code else _kind_of_ready(document)
    found = remedies(kind, document) if kind else []
    return [remedy for remedy in found if remedy not in {Remedy.KEEP, Remedy.DELETE}]


def _may_help(kind: Kind, document: Mapping[str, Any]) -> bool:
    """Whether more may be found when a document is examined or read again."""
    code, is_of_other_release = document["reason_code"], document["read_by"] != generation()
    if kind == Kind.PARTIAL:
        # Without the password, which is not kept, nothing more of an unlocked document can be read.
        is_passing = Gap.PAGES_LOST in (document["partial"] or ())
        return not document["unlocked"] and (is_passing or is_of_other_release)
    # A document that failed under a release without reason codes may be tried again.
    return has_bytes(document) and (code is None or code in _PASSES or (code not in _FINAL and is_of_other_release))


def has_bytes(document: Mapping[str, Any]) -> bool:
    """Whether there are bytes to keep or to try again: the original, or those of a rejected upload. Bytes that an
    earlier release rejected were not kept; their records have no code.
    """
    if document["state"] != State.REJECTED:
        return True
    code = document["reason_code"]
    return code is not None and code not in _WITHOUT_BYTES


def waits_for_password(document: Mapping[str, Any]) -> bool:
    """Whether the owner's password lets more of a document be read. `document` has `state`, `reason_code`, `partial`,
    `kept` and `media_type`.
    """
    found = formats.find(document["media_type"])
    if found is None or not found.is_unlockable:
        return False
    code = document["reason_code"]
    is_closed = is_locked(code) and code != reasons.UNKNOWN_ENCRYPTION.code
    if document["state"] == State.READY:
        return Gap.OCR_LOCKED in (document["partial"] or ()) or (bool(document["kept"]) and is_closed)
    return document["state"] == State.FAILED and is_closed


def is_locked(code: str | None) -> bool:
    return code is not None and code in reasons.REASONS and reasons.REASONS[code].cause == Cause.LOCKED


def generation() -> str:
    """Identifies the set of accepted formats and their readers: after an upgrade that changes it, trying again may help
    where it could not before.
    """
    return _GENERATION


_GENERATION = f"{crc32(repr([(one.media_type, one.reader, one.facts) for one in formats.FORMATS]).encode()):08x}"
