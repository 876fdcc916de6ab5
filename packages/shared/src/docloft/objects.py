"""Objects in the files bucket: their keys, and reading, writing and deleting them.

Keys contain only the ids of the library and the document: a file name in a key would appear in logs and could contain a
path to another prefix. S3 errors that are not handled here are raised as botocore's ClientError; callers treat them as
transient.

The file is long because it is the one place that makes keys, and the one that reads and writes under them.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast
from urllib.parse import quote

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import ClientError

from docloft import aws, user_agent
from docloft.errors import ConflictError, NotFoundError
from docloft.settings import required, settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

INBOX = "inbox/"
ORIGINALS = "originals/"
_INBOX_KEY = re.compile(r"inbox/(?P<library_id>[0-9A-Za-z-]{1,64})/(?P<document_id>[0-9A-Z]{26})")
_FIRST = "1"
"""The end of the key of the original of a document's first file."""
_RENDITIONS = "4"
"""The version of renditions. Change it whenever the output of a renderer changes."""
_CHUNK_BYTES = 512 * 1024
_NOT_FOUND = {"404", "NoSuchKey", "NotFound"}
_NO_BYTES = {"416", "InvalidRange"}
_PRECONDITION = {"412", "PreconditionFailed", "ConditionalRequestConflict", "409"}


class StaleObjectError(ConflictError):
    """A conditional write failed because the object has changed since it was read. Read it again, then retry."""


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What S3 reports about an object. `checksum_sha256` is base64; None unless it was uploaded with that checksum."""

    size: int
    etag: str
    checksum_sha256: str | None
    version_id: str | None
    metadata: Mapping[str, str]
    content_type: str | None = None


def inbox_key(library_id: str, document_id: str) -> str:
    return f"{INBOX}{library_id}/{document_id}"


def original_key(library_id: str, content_id: str) -> str:
    """`content_id` (docloft.ids) says whose original it is, and of which file."""
    document_id, _, file_id = content_id.partition(".")
    return f"{originals_prefix(library_id, document_id)}{file_id or _FIRST}"


def originals_prefix(library_id: str, document_id: str) -> str:
    """The prefix of the originals of all versions of a document's file."""
    return f"{ORIGINALS}{library_id}/{document_id}/"


def text_key(library_id: str, content_id: str) -> str:
    return f"text/{library_id}/{content_id}"


def recognised_prefix(library_id: str, content_id: str) -> str:
    """The prefix of a file's recognised pages (docloft.recognised_pages)."""
    return f"recognised/{library_id}/{content_id}/"


def searchable_key(library_id: str, content_id: str) -> str:
    """The key of a PDF with the recognised words, made on demand. The bucket's lifecycle deletes it after a day."""
    return f"searchable/{library_id}/{content_id}"


def rendition_key(library_id: str, content_id: str) -> str:
    """The key of the page that shows a file with its formatting, made on demand. The bucket's lifecycle deletes it
    after 30 days. Pages of an earlier version are never shown again.
    """
    return f"{rendition_prefix(library_id, content_id)}{_RENDITIONS}"


def rendition_prefix(library_id: str, content_id: str) -> str:
    return f"renditions/{library_id}/{content_id}/"


def thumbnail_key(library_id: str, content_id: str) -> str:
    return f"thumbnails/{library_id}/{content_id}"


def index_prefix(library_id: str) -> str:
    return f"index/{library_id}/"


def parse_inbox_key(key: str) -> tuple[str, str] | None:
    """(library_id, document_id) of an unquoted inbox key; None for any other key."""
    match = _INBOX_KEY.fullmatch(key)
    return (match["library_id"], match["document_id"]) if match else None


def head(key: str) -> ObjectFacts | None:
    """None when the object does not exist."""
    try:
        response = client().head_object(Bucket=bucket(), Key=key, ChecksumMode="ENABLED")
    except ClientError as error:
        if _code(error) in _NOT_FOUND:
            return None
        raise
    return ObjectFacts(
        size=response["ContentLength"],
        etag=response["ETag"],
        checksum_sha256=response.get("ChecksumSHA256"),
        version_id=response.get("VersionId"),
        metadata=response["Metadata"],
        content_type=response.get("ContentType"),
    )


def libraries_with_originals() -> Iterator[str]:
    """Ids of all libraries that have originals. One request for a thousand."""
    pages = client().get_paginator("list_objects_v2").paginate(Bucket=bucket(), Prefix=ORIGINALS, Delimiter="/")
    for page in pages:
        for entry in page.get("CommonPrefixes", []):
            yield entry["Prefix"].removeprefix(ORIGINALS).removesuffix("/")


def documents_with_originals(library_id: str, *, after: str) -> Iterator[str]:
    """Ids of a library's documents that have an original, oldest first, after the id `after`. One request for a
    thousand.
    """
    prefix = f"{ORIGINALS}{library_id}/"
    pages = (
        client()
        .get_paginator("list_objects_v2")
        .paginate(Bucket=bucket(), Prefix=prefix, StartAfter=f"{prefix}{after}")
    )
    for page in pages:
        for entry in page.get("Contents", []):
            document_id, _, number = entry["Key"].removeprefix(prefix).partition("/")
            if number == _FIRST:
                yield document_id


def names_under(prefix: str) -> Iterator[str]:
    """What follows `prefix` in the keys of all objects under it, in order. One request for a thousand."""
    for page in client().get_paginator("list_objects_v2").paginate(Bucket=bucket(), Prefix=prefix):
        for entry in page.get("Contents", []):
            yield entry["Key"].removeprefix(prefix)


def download(key: str, path: Path) -> str:
    """Streams an object into a file and returns the base64 SHA-256 of its bytes. Raises NotFoundError."""
    with path.open("wb") as file:
        return receive(key, file.write)


def checksum(key: str) -> str:
    """The base64 SHA-256 of an object's bytes, which are read in full. Raises NotFoundError."""
    return receive(key, lambda _: None)


class Checksum(Protocol):
    """What hashlib and xxhash make."""

    def update(self, part: bytes, /) -> object: ...

    def digest(self) -> bytes: ...


def receive(key: str, take: Callable[[bytes], object], new_checksum: Callable[[], Checksum] = hashlib.sha256) -> str:
    """Passes an object's bytes to `take` as they arrive, and returns their checksum in base64, SHA-256 unless another
    algorithm is given. Raises NotFoundError, before the first ones, and what `take` raises.
    """
    try:
        body = client().get_object(Bucket=bucket(), Key=key)["Body"]
    except ClientError as error:
        raise _translated(error) from error
    checksum = new_checksum()
    for chunk in body.iter_chunks(_CHUNK_BYTES):
        checksum.update(chunk)
        take(chunk)
    return b64encode(checksum.digest()).decode()


def read(key: str) -> tuple[bytes, str]:
    """(bytes, ETag) of a small object. Raises NotFoundError."""
    try:
        response = client().get_object(Bucket=bucket(), Key=key)
        return response["Body"].read(), response["ETag"]
    except ClientError as error:
        raise _translated(error) from error


def read_range(key: str, start: int, end: int, *, if_match: str | None = None) -> tuple[bytes, str, int]:
    """(bytes, ETag, size of the whole object) of the bytes from one offset up to another; fewer where the object ends.
    Raises NotFoundError, also when the object has no bytes from `start` on, and StaleObjectError when it no longer has
    the ETag `if_match`.
    """
    condition: Any = {"IfMatch": if_match} if if_match else {}
    try:
        response = client().get_object(Bucket=bucket(), Key=key, Range=f"bytes={start}-{end - 1}", **condition)
        body = response["Body"].read()
    except ClientError as error:
        if _code(error) in _PRECONDITION:
            raise StaleObjectError("Another writer changed this object.") from error
        if _code(error) in _NO_BYTES:
            raise NotFoundError("This object has no bytes there.") from error
        raise _translated(error) from error
    size = response.get("ContentRange", "").rpartition("/")[2]
    return body, response["ETag"], int(size) if size.isdigit() else len(body)


def read_if_changed(key: str, etag: str | None) -> tuple[bytes, str] | None:
    """(bytes, ETag), or None while the object still has this ETag. Raises NotFoundError."""
    condition: Any = {"IfNoneMatch": etag} if etag else {}
    try:
        response = client().get_object(Bucket=bucket(), Key=key, **condition)
        return response["Body"].read(), response["ETag"]
    except ClientError as error:
        if _code(error) in {"304", "NotModified"}:
            return None
        raise _translated(error) from error


def write(
    key: str,
    body: bytes,
    content_type: str,
    *,
    if_match: str | None = None,
    if_absent: bool = False,
    headers: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
) -> str:
    """Writes one object and returns its ETag. With `if_match` or `if_absent` the write is conditional and raises
    StaleObjectError when another writer was faster. An unconditional write is idempotent. `headers` are parameters of
    put_object such as ContentEncoding, `metadata` values in ASCII that `head` returns.
    """
    condition: Any = dict(headers or {})
    if metadata:
        condition["Metadata"] = metadata
    if if_match is not None:
        condition["IfMatch"] = if_match
    if if_absent:
        condition["IfNoneMatch"] = "*"
    try:
        return client().put_object(Bucket=bucket(), Key=key, Body=body, ContentType=content_type, **condition)["ETag"]
    except ClientError as error:
        # S3 returns 404 to If-Match when the object was deleted (AWS: conditional writes).
        if _code(error) in _PRECONDITION or (if_match is not None and _code(error) in _NOT_FOUND):
            raise StaleObjectError("Another writer changed this object first.") from error
        raise


def upload(key: str, path: Path, content_type: str, *, checksum_sha256: str) -> None:
    """Writes an object from a file, which is not read into memory. `checksum_sha256` (in Base64) is checked by S3 and
    kept with the object. Idempotent.
    """
    with path.open("rb") as body:
        client().put_object(
            Bucket=bucket(), Key=key, Body=body, ContentType=content_type, ChecksumSHA256=checksum_sha256
        )


def copy(source: str, target: str, *, content_type: str, metadata: dict[str, str]) -> None:
    """Copies an object within the bucket and replaces its type and metadata (ASCII values, 2 KB in all). Idempotent.
    Raises NotFoundError. Copies at most 5 GB (AWS: CopyObject).
    """
    try:
        client().copy_object(
            Bucket=bucket(),
            Key=target,
            CopySource={"Bucket": bucket(), "Key": source},
            ContentType=content_type,
            Metadata=metadata,
            MetadataDirective="REPLACE",
            ChecksumAlgorithm="SHA256",
        )
    except ClientError as error:
        raise _translated(error) from error


def remove(key: str) -> None:
    """Deletes the current version; the bucket's lifecycle deletes older ones later. Idempotent."""
    client().delete_object(Bucket=bucket(), Key=key)


def remove_permanently(prefix: str) -> int:
    """Deletes every version and delete marker under a prefix and returns their number. Idempotent. Needs
    s3:ListBucketVersions and s3:DeleteObjectVersion.
    """
    count = 0
    pages = client().get_paginator("list_object_versions").paginate(Bucket=bucket(), Prefix=prefix)
    for page in pages:
        entries: Iterable[Any] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        versions: Any = [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
        for start in range(0, len(versions), 1000):
            response = client().delete_objects(
                Bucket=bucket(), Delete={"Objects": versions[start : start + 1000], "Quiet": True}
            )
            if response.get("Errors"):
                raise ConflictError("S3 did not delete every version under a prefix.")
        count += len(versions)
    return count


def presigned(key: str, seconds: int, *, content_type: str = "", content_disposition: str = "") -> str:
    """A link to read an object for so long. The others are headers of S3's response to it. botocore's
    `generate_presigned_url` makes the same link in 2.5 times the time, and a page of hits has 20.
    """
    headers = {"response-content-type": content_type, "response-content-disposition": content_disposition}
    query = {name: value for name, value in headers.items() if value}
    request = AWSRequest("GET", _address(client(), bucket()) + quote(key), params=query)
    credentials = aws.session().get_credentials()
    # Raises NoCredentialsError when there are none.
    frozen: Any = credentials and credentials.get_frozen_credentials()
    S3SigV4QueryAuth(frozen, "s3", settings().region, expires=seconds).add_auth(request)
    return str(request.url)


@cache
def _address(client: "S3Client", bucket: str) -> str:
    """The address of a bucket, as the client finds it."""
    name = "x"
    link = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": name})
    return link.partition("?")[0].removesuffix(name)


def content_disposition(kind: Literal["attachment", "inline"], file_name: str) -> str:
    """The header value for a cleaned file name: an ASCII fallback, and the name itself (RFC 6266, RFC 8187)."""
    fallback = re.sub(r"[^A-Za-z0-9 ._-]", "_", file_name)
    return f"{kind}; filename=\"{fallback}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def bucket() -> str:
    return required("FILES_BUCKET")


@cache
def client() -> "S3Client":
    """The process's S3 client, made at first use. It signs for the regional address (signature version 4), because a
    presigned link for the global address fails when S3 redirects to the region, and the site's policy allows only the
    regional one. botocore uses the global one for us-east-1 unless it is configured (botocore, Config:
    us_east_1_regional_endpoint).
    """
    return cast(
        "S3Client",
        aws.session().create_client(
            "s3",
            region_name=settings().region,
            config=Config(
                signature_version="s3v4",
                s3=cast(
                    "Any",
                    {"addressing_style": settings().s3_addressing_style, "us_east_1_regional_endpoint": "regional"},
                ),
                retries={"mode": "standard", "max_attempts": 4},
                max_pool_connections=32,
                user_agent=user_agent.whole(aws.session()),
            ),
        ),
    )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _translated(error: ClientError) -> Exception:
    if _code(error) in _NOT_FOUND:
        return NotFoundError("The object is not in the files bucket.")
    return error
