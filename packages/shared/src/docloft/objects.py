"""Objects in the files bucket: their keys and the few ways of touching them. Keys are made of library and document id
alone; a file name never reaches one. Every error S3 answers that is not handled here is transient for
the caller: it is raised as botocore's ClientError, the queue or the person tries again.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from docloft.errors import ConflictError, NotFoundError
from docloft.settings import required, settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

INBOX = "inbox/"
_INBOX_KEY = re.compile(r"inbox/(?P<library_id>[0-9A-Za-z-]{1,64})/(?P<document_id>[0-9A-Z]{26})")
_NOT_FOUND = {"404", "NoSuchKey", "NotFound"}
_PRECONDITION = {"412", "PreconditionFailed", "ConditionalRequestConflict", "409"}


class StaleObjectError(ConflictError):
    """A conditional write met an object that changed since it was read: read again, then write again."""


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What S3 knows of an object. `checksum_sha256` is base64, present when it was uploaded with that checksum."""

    size: int
    etag: str
    checksum_sha256: str | None
    version_id: str | None


def inbox_key(library_id: str, document_id: str) -> str:
    return f"{INBOX}{library_id}/{document_id}"


def original_key(library_id: str, document_id: str, number: int = 1) -> str:
    return f"originals/{library_id}/{document_id}/{number}"


def text_key(library_id: str, document_id: str) -> str:
    return f"text/{library_id}/{document_id}"


def thumbnail_key(library_id: str, document_id: str) -> str:
    return f"thumbnails/{library_id}/{document_id}"


def index_prefix(library_id: str) -> str:
    return f"index/{library_id}/"


def parse_inbox_key(key: str) -> tuple[str, str] | None:
    """(library_id, document_id) of an unquoted inbox key; None for a key we never hand out."""
    match = _INBOX_KEY.fullmatch(key)
    return (match["library_id"], match["document_id"]) if match else None


def head(key: str) -> ObjectFacts | None:
    """Facts about an object, None when there is none."""
    try:
        answer = client().head_object(Bucket=bucket(), Key=key, ChecksumMode="ENABLED")
    except ClientError as error:
        if _code(error) in _NOT_FOUND:
            return None
        raise
    return ObjectFacts(
        size=answer["ContentLength"],
        etag=answer["ETag"],
        checksum_sha256=answer.get("ChecksumSHA256"),
        version_id=answer.get("VersionId"),
    )


def download(key: str, path: Path) -> str:
    """Streams an object into a file and answers the base64 SHA-256 of its bytes. Raises NotFoundError."""
    digest = hashlib.sha256()
    try:
        body = client().get_object(Bucket=bucket(), Key=key)["Body"]
    except ClientError as error:
        raise _translated(error) from error
    with path.open("wb") as file:
        for chunk in body.iter_chunks(1024 * 1024):
            digest.update(chunk)
            file.write(chunk)
    return b64encode(digest.digest()).decode()


def read(key: str) -> tuple[bytes, str]:
    """(bytes, ETag) of a small object. Raises NotFoundError."""
    try:
        answer = client().get_object(Bucket=bucket(), Key=key)
        return answer["Body"].read(), answer["ETag"]
    except ClientError as error:
        raise _translated(error) from error


def read_if_changed(key: str, etag: str | None) -> tuple[bytes, str] | None:
    """(bytes, ETag), or None while the object still has this ETag. Raises NotFoundError."""
    condition: Any = {"IfNoneMatch": etag} if etag else {}
    try:
        answer = client().get_object(Bucket=bucket(), Key=key, **condition)
        return answer["Body"].read(), answer["ETag"]
    except ClientError as error:
        if _code(error) in {"304", "NotModified"}:
            return None
        raise _translated(error) from error


def write(
    key: str,
    body: bytes | Path,
    content_type: str,
    *,
    if_match: str | None = None,
    if_absent: bool = False,
    headers: dict[str, str] | None = None,
) -> str:
    """Puts one object whole and answers its ETag. `if_match` / `if_absent` make the write conditional: raises
    StaleObjectError when another writer was first. Repeating an unconditional write is harmless.
    `headers` are put_object parameters such as ContentEncoding.
    """
    condition: Any = dict(headers or {})
    if if_match is not None:
        condition["IfMatch"] = if_match
    if if_absent:
        condition["IfNoneMatch"] = "*"
    content = body.read_bytes() if isinstance(body, Path) else body
    try:
        return client().put_object(Bucket=bucket(), Key=key, Body=content, ContentType=content_type, **condition)[
            "ETag"
        ]
    except ClientError as error:
        if _code(error) in _PRECONDITION:
            raise StaleObjectError("Another writer changed this object first.") from error
        raise


def copy(source: str, target: str, *, content_type: str, metadata: dict[str, str]) -> None:
    """Copies inside the bucket, replacing type and metadata (ASCII values, 2 KB in all). Idempotent. Raises
    NotFoundError. One request copies at most 5 GB (AWS: CopyObject).
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
    """Deletes the current version (the lifecycle removes noncurrent ones). Idempotent."""
    client().delete_object(Bucket=bucket(), Key=key)


def remove_for_ever(prefix: str) -> int:
    """Deletes every version and delete marker below a prefix; answers how many. Idempotent. Needs
    s3:ListBucketVersions and s3:DeleteObjectVersion.
    """
    removed = 0
    pages = client().get_paginator("list_object_versions").paginate(Bucket=bucket(), Prefix=prefix)
    for page in pages:
        entries: Iterable[Any] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        doomed: Any = [{"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in entries]
        for start in range(0, len(doomed), 1000):
            answer = client().delete_objects(
                Bucket=bucket(), Delete={"Objects": doomed[start : start + 1000], "Quiet": True}
            )
            if answer.get("Errors"):
                raise ConflictError("S3 did not delete every version below a prefix.")
        removed += len(doomed)
    return removed


def content_disposition(kind: Literal["attachment", "inline"], file_name: str) -> str:
    """A header value for a cleaned file name: an ASCII fallback and the real name (RFC 6266, RFC 8187)."""
    fallback = re.sub(r"[^A-Za-z0-9 ._-]", "_", file_name)
    return f"{kind}; filename=\"{fallback}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def bucket() -> str:
    return required("FILES_BUCKET")


@cache
def client() -> "S3Client":
    """The process's S3 client, made at first use. Signature version 4 and the regional address, because a presigned
    link signed for the global address breaks on the redirect to the region.
    """
    return boto3.client(
        "s3",
        region_name=settings().region,
        config=Config(
            signature_version="s3v4",
            s3=cast("Any", {"addressing_style": settings().s3_addressing_style}),
            retries={"mode": "standard", "max_attempts": 4},
            max_pool_connections=32,
        ),
    )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _translated(error: ClientError) -> Exception:
    if _code(error) in _NOT_FOUND:
        return NotFoundError("The object is not in the files bucket.")
    return error
