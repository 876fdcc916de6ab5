"""Life of a document: its states and which may follow which. Pure; knows neither tables nor the wire."""

from enum import StrEnum


class State(StrEnum):
    """Where a document stands. Trash is a mark with a date, not a state."""

    AWAITING_UPLOAD = "awaiting_upload"
    RECEIVED = "received"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    REJECTED = "rejected"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.AWAITING_UPLOAD: frozenset({State.RECEIVED, State.REJECTED}),
    State.RECEIVED: frozenset({State.WORKING, State.FAILED}),
    # WORKING follows itself when a lease ran out and another worker takes over.
    State.WORKING: frozenset({State.WORKING, State.READY, State.FAILED}),
    State.READY: frozenset({State.RECEIVED}),
    State.FAILED: frozenset({State.RECEIVED}),
    State.REJECTED: frozenset(),
}

ARCHIVED = frozenset({State.RECEIVED, State.WORKING, State.READY, State.FAILED})
"""States of a document whose original is in the archive: these are listed, searched, trashed."""

TITLE_LIMIT = 500
FILE_NAME_LIMIT = 255
REASON_LIMIT = 500


def may_follow(before: State, after: State) -> bool:
    return after in TRANSITIONS[before]


def sources_of(after: State) -> frozenset[State]:
    """Every state from which `after` may be reached: the condition of the write that reaches it."""
    return frozenset(before for before, following in TRANSITIONS.items() if after in following)


def clean_file_name(name: str) -> str:
    """A name fit to be shown and sent in a header: no control, bidirectional-override or path characters,
    at most FILE_NAME_LIMIT characters (the ending is kept). Never empty. What a person typed is otherwise kept.
    """
    kept = "".join(" " if character in "\r\n\t" else character for character in name if _printable(character))
    kept = " ".join(kept.replace("\\", "/").rsplit("/", 1)[-1].split())
    if kept.strip(". ") == "":
        return "document"
    if len(kept) <= FILE_NAME_LIMIT:
        return kept
    stem, dot, ending = kept.rpartition(".")
    if dot and 0 < len(ending) <= 10:
        return stem[: FILE_NAME_LIMIT - len(ending) - 1] + "." + ending
    return kept[:FILE_NAME_LIMIT]


def title_from(file_name: str) -> str:
    """The first title of a document: its cleaned file name without the ending. What follows the dot of "Invoice no. 12"
    or "Letter of 3.5.2024" is none.
    """
    stem, dot, ending = file_name.rpartition(".")
    is_ending = 0 < len(ending) <= 10 and ending.isalnum() and not ending.isdecimal()
    return stem.rstrip() if dot and stem.strip() and is_ending else file_name


# Cc except white space, and the bidirectional controls that let "fdp.exe" be shown as "exe.pdf" (Unicode TR 36).
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _printable(character: str) -> bool:
    if character in _BIDI_CONTROLS or 0xD800 <= ord(character) <= 0xDFFF:
        return False
    return character in "\r\n\t" or (ord(character) >= 0x20 and not 0x7F <= ord(character) <= 0x9F)
