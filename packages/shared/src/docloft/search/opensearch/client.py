"""The official client of OpenSearch (opensearch-py), with signed requests (AWS Signature Version 4). It is in the
packages of stages with `search: opensearch` only (packaging/requirements.cjs), so it is imported at first use.

Errors are raised as errors of AWS, which is what they are: so they are logged, counted, retried and shown as those of
S3 and DynamoDB are.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError

from docloft import aws
from docloft.errors import NotFoundError
from docloft.search.opensearch import mapping
from docloft.settings import settings

_SECONDS = {"search": 20, "msearch": 20, "mget": 20}
"""How long a call may take; the function that searches has 29 s. For the others, _OTHERWISE. A collection that was
scaled to zero needs 10 to 30 s for its first request (AWS: OpenSearch Serverless, scale to zero).
"""
_OTHERWISE = 60
_RETRIES = 2
_RETRIED = (429, 502, 503, 504)
_CONNECTIONS = 8

_CODES: Mapping[int | str, str] = {
    400: "ValidationException",
    401: "AccessDeniedException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    429: "ThrottlingException",
}

_known: dict[str, str] = {}
"""The identity of an index by its name, once it is known."""


class MissingIndexError(NotFoundError):
    """The index does not exist in OpenSearch."""


@cache
def client() -> Any:
    """The process's client, made at first use."""
    import opensearchpy  # noqa: PLC0415 - see above

    credentials = aws.session().get_credentials()
    return opensearchpy.OpenSearch(
        hosts=[settings().opensearch_endpoint],
        http_auth=opensearchpy.Urllib3AWSV4SignerAuth(credentials, settings().region, settings().opensearch_service),
        connection_class=opensearchpy.Urllib3HttpConnection,
        # Serverless refuses the signature of a compressed body.
        http_compress=False,
        pool_maxsize=_CONNECTIONS,
        max_retries=_RETRIES,
        retry_on_status=_RETRIED,
    )


def index_name() -> str:
    return f"{settings().opensearch_index}-v{mapping.VERSION}"


def call(operation: str, **arguments: Any) -> Mapping[str, Any]:
    """Calls an operation on the index. Raises MissingIndexError, and botocore's errors for everything else."""
    timeout = _SECONDS.get(operation, _OTHERWISE)
    with _errors(operation):
        found: Mapping[str, Any] = getattr(client(), operation)(
            index=index_name(), request_timeout=timeout, **arguments
        )
    return found


def identity() -> str | None:
    """Which index this is: another one of the same name has another identity. None if there is none."""
    name = index_name()
    if name not in _known:
        try:
            with _errors("indices.get_settings"):
                found = client().indices.get_settings(index=name, request_timeout=_OTHERWISE)
        except MissingIndexError:
            return None
        of_index = found[name]["settings"]["index"]
        _known[name] = str(of_index.get("uuid") or of_index["creation_date"])
    return _known[name]


def create() -> None:
    """Creates the index if it does not exist."""
    if identity() is not None:
        return
    with _errors("indices.create"):
        # 400: another function was faster; if it was for another reason, there still is no index.
        client().indices.create(index=index_name(), body=mapping.BODY, ignore=400, request_timeout=_OTHERWISE)
    if identity() is None:
        raise refused(400, "indices.create")


def refused(status: int | str, operation: str) -> ClientError:
    """An HTTP status as an error of AWS. Its message contains nothing of the response, which may quote a document."""
    response: Any = {
        "Error": {"Code": _CODES.get(status, str(status)), "Message": "OpenSearch refused it."},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(response, f"opensearch:{operation}")


def forget() -> None:
    """Drops the client (for tests)."""
    client.cache_clear()
    _known.clear()


@contextmanager
def _errors(operation: str) -> Iterator[None]:
    import opensearchpy  # noqa: PLC0415 - see above

    try:
        yield
    except opensearchpy.NotFoundError as error:
        raise MissingIndexError("The index does not exist in OpenSearch.") from error
    except opensearchpy.ConnectionError as error:
        raise HTTPClientError(error=type(error).__name__) from error
    except opensearchpy.TransportError as error:
        raise refused(error.status_code, operation) from error
