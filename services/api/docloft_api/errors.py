"""What can go wrong between the wire and a use case; `docloft.errors` holds what can go wrong inside."""

from collections.abc import Sequence

from docloft.errors import DocloftError, InvalidRequestError


class InvalidFieldsError(InvalidRequestError):
    """Several parts of a request are wrong. `fields` are pairs of JSON pointer (RFC 6901) and sentence."""

    def __init__(self, detail: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(detail)
        self.fields = fields


class UnauthorizedError(DocloftError):
    """Nobody is signed in, or the token is not one that speaks for a person."""


class ForbiddenError(DocloftError):
    """The person belongs to this library but their role does not allow this."""


class NoSuchRouteError(DocloftError):
    """There is nothing at this address."""


class MethodNotAllowedError(DocloftError):
    """The address exists, the method does not. `allowed` goes into the header Allow (RFC 9110, 15.5.6)."""

    def __init__(self, detail: str, allowed: Sequence[str]) -> None:
        super().__init__(detail)
        self.allowed = allowed


class UnsupportedMediaTypeError(DocloftError):
    """The body is not JSON."""


class AnswerTooLargeError(DocloftError):
    """The answer would not fit through Lambda (6 MB, AWS Lambda quotas)."""


class TryAgainError(DocloftError):
    """Something beneath could not answer in time; the same request may succeed in a moment."""


class DeadlineError(BaseException):
    """The time for an answer is over. Not an Exception, so that no library below mistakes it for a failure that it
    may swallow or retry.
    """
