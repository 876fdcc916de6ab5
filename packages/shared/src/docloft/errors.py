"""Exceptions that several services raise or handle. The API maps each class to one RFC 9457 problem; queue consumers
treat `Refused` as permanent (recorded on the document) and everything else as transient (raised, retried).
"""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from types import MappingProxyType
from typing import Any, Self


class DocloftError(Exception):
    """Base of every error raised on purpose. `str(error)` is a sentence for users: it says what happened, whether
    anything was lost and what to do. It never contains a path, a file name or text of a document.
    """


class InvalidRequestError(DocloftError):
    """The request cannot be carried out as written. `pointer` is a JSON pointer (RFC 6901) to the invalid part. With a
    Reason, the response has its code and values.
    """

    def __init__(self, detail: str, pointer: str | None = None) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.pointer = pointer


class NotFoundError(DocloftError):
    """It does not exist in this library. The error is the same if it exists in another library."""


class ConflictError(DocloftError):
    """The current state does not allow this, or another writer was faster. With a Reason, the response has its code and
    values.
    """

    def __init__(self, detail: str = "") -> None:
        super().__init__(str(detail))
        self.detail = detail


class PreconditionFailedError(DocloftError):
    """If-Match does not name the current version (RFC 9110, 13.1.1)."""


class TooLargeError(DocloftError):
    """More bytes than the limit allows."""


class IdempotencyKeyReusedError(DocloftError):
    """The same Idempotency-Key was used for another request."""


class ShortageError(MemoryError):
    """The process could not get a thread, memory, a file descriptor or disk space. The same work may succeed later, or
    in another process.
    """


class Cause(StrEnum):
    """Why a document was rejected or failed, as a short code that never changes, for metrics and history. Each one is
    billed as a metric (docs/cost.md): add one only if someone would act on it.
    """

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    CHANGED = "changed"
    DAMAGED = "damaged"
    DUPLICATE = "duplicate"
    NOT_TAKEN = "not_taken"
    LOCKED = "locked"
    NEVER_CAME = "never_came"
    TOO_HEAVY = "too_heavy"
    LOST = "lost"
    GIVEN_UP = "given_up"


class FaultCause(StrEnum):
    """Why work failed that a document did not cause, as a short code that never changes, for metrics and the runbook.
    For each command, each of them is billed as a metric in the hours in which it occurs (docs/cost.md).
    """

    PERMISSION = "permission"
    """AWS refused it. On AWS, a misspelt name of a table or bucket is refused too, because no role allows it."""
    MISSING = "missing"
    """A table, bucket or queue does not exist, or a variable is not set."""
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    """AWS failed or could not be reached."""
    RESOURCES = "resources"
    """The function ran out of memory, disk space or processes."""
    INVALID = "invalid"
    """The message is not a command that this release can carry out."""
    BUG = "bug"


class Reason(str):
    """A sentence for people, with its code and values for programs, from which the site makes its own sentence in the
    reader's language. docloft.reasons is the registry, and the only module that makes one. `cause`: how a refusal for
    this reason is counted. `terms`: for each value that is a code itself, the words for all of its codes.
    """

    __slots__ = ("cause", "code", "terms", "values")

    code: str
    cause: Cause
    values: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]]

    def __new__(
        cls,
        sentence: str,
        *,
        code: str,
        cause: Cause,
        values: Mapping[str, str] = MappingProxyType({}),
        terms: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> Self:
        """`sentence` names its values as {name}. Raises KeyError for a code that `terms` does not have."""
        shown = {name: terms[name][value] if name in terms else value for name, value in values.items()}
        made = super().__new__(cls, sentence.format_map(shown) if values else sentence)
        made.code, made.cause, made.values, made.terms = code, cause, values, terms
        return made

    def having(self, **values: str | int) -> "Reason":
        """The reason with values in its sentence. Raises KeyError for values other than those it names."""
        if {name for _, name, _, _ in Formatter().parse(self) if name} != values.keys():
            raise KeyError(*values)
        written = {name: str(one) for name, one in values.items()}
        return Reason(self, code=self.code, cause=self.cause, values=written, terms=self.terms)

    def format(self, *_arguments: object, **_values: object) -> "Reason":
        """The reason itself: marshmallow formats the messages of its validators, and must not lose the code."""
        return self

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes of a document or job that say why it failed."""
        return {"reason": str(self)[:REASON_LIMIT], "reason_code": self.code, "reason_values": dict(self.values)}


REASON_LIMIT = 1000
"""The longest `reason` of a document, in characters."""

WITHOUT_REASON: Mapping[str, None] = MappingProxyType({"reason": None, "reason_code": None, "reason_values": None})
"""The attributes of a document that has not failed."""


class Refused(DocloftError):  # noqa: N818 - about untrusted bytes, not our fault
    """These bytes can never be accepted or read, however often it is tried. `reason` is shown on the document. `cause`:
    how it is counted, if that differs from the cause of the reason.
    """

    def __init__(self, reason: Reason, cause: Cause | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.cause = reason, cause or reason.cause


class LeaseLostError(DocloftError):
    """Another worker has taken over the document: this one must not write its result."""
