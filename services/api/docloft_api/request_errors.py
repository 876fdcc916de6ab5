"""Errors of requests and responses. Errors of use cases are in `docloft.errors`."""

from collections.abc import Sequence

from docloft.errors import DocloftError, InvalidRequestError


class InvalidFieldsError(InvalidRequestError):
    """Parts of a request are invalid. `fields` are pairs of a JSON pointer (RFC 6901) and a sentence."""

    def __init__(self, detail: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(detail)
        self.fields = fields


class UnauthorizedError(DocloftError):
    """The request has no valid credentials: no ID token of a person, or no known API key."""


class ForbiddenError(DocloftError):
    """The caller's role or key does not allow this."""


class NoSuchRouteError(DocloftError):
    """No route has this path."""


class MethodNotAllowedError(DocloftError):
    """The path has no route for this method. `allowed` is sent in the header Allow (RFC 9110, 15.5.6)."""

    def __init__(self, detail: str, allowed: Sequence[str]) -> None:
        super().__init__(detail)
        self.allowed = allowed


class UnsupportedMediaTypeError(DocloftError):
    """The body has a media type that this route does not accept."""


class ResponseTooLargeError(DocloftError):
    """The response is larger than Lambda can return (6 MB, AWS Lambda quotas)."""


class TryAgainError(DocloftError):
    """A temporary failure: the same request may succeed in a moment."""


class DeadlineError(BaseException):
    """The request took too long. Not an Exception, so that no library catches or retries it."""
