"""What can go wrong, in the house's words. The API maps each class to one RFC 9457 problem; queue consumers
treat `Refused` as permanent (recorded on the document) and everything else as transient (raised, retried).
"""


class DocloftError(Exception):
    """Base of every error raised on purpose. `str(error)` is a sentence a person may read: it says what happened,
    whether anything was lost and what to do; it never holds a path, a file name or text of a document.
    """


class InvalidRequestError(DocloftError):
    """The request cannot be carried out as written. `pointer` is a JSON pointer (RFC 6901) to the wrong part."""

    def __init__(self, detail: str, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.pointer = pointer


class NotFoundError(DocloftError):
    """The thing does not exist in this library. Another library's things do not exist either."""


class ConflictError(DocloftError):
    """The thing is not in a state that allows this; or another writer was first."""


class PreconditionFailedError(DocloftError):
    """If-Match named a version that is no longer the current one (RFC 9110, 13.1.1)."""


class TooLargeError(DocloftError):
    """More bytes than the limit allows."""


class IdempotencyKeyReusedError(DocloftError):
    """The same Idempotency-Key came with another request."""


class Refused(DocloftError):  # noqa: N818 - a verdict about foreign bytes, not a fault of ours
    """These bytes can never be taken or read: permanent. `str()` is the reason shown on the document."""


class LeaseLostError(DocloftError):
    """Another worker holds the document now: what this one did must not be written."""
