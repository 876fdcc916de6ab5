"""Objects in the files bucket that are larger than a function's memory: reading and writing them piece by piece."""

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from docloft import objects
from docloft.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 16 * 1024 * 1024
"""S3 takes at least 5 MB and at most 10,000 parts (AWS: multipart upload limits), so an object has at most 156 GB."""

_CHUNK_BYTES = 1024 * 1024


def chunks(key: str) -> Iterator[bytes]:
    """The bytes of an object, at most a megabyte at a time. Raises NotFoundError before the first one."""
    client = objects.client()
    try:
        body = client.get_object(Bucket=objects.bucket(), Key=key)["Body"]
    except client.exceptions.NoSuchKey as error:
        raise NotFoundError("The object is not in the files bucket.") from error
    yield from body.iter_chunks(_CHUNK_BYTES)


class ObjectWriter:
    """Writes one object from the first byte to the last, as a context manager with a file's `write`. The object appears
    when the block ends; after an exception there is none, or the previous one remains. Keeps PART_BYTES in memory.
    """

    def __init__(self, key: str, content_type: str) -> None:
        self._key = key
        self._content_type = content_type
        self._buffer = bytearray()
        self._parts: list[CompletedPartTypeDef] = []
        self._upload_id = ""

    def __enter__(self) -> Self:
        started = objects.client().create_multipart_upload(
            Bucket=objects.bucket(), Key=self._key, ContentType=self._content_type
        )
        self._upload_id = started["UploadId"]
        return self

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is not None:
            self._abort()
            return
        try:
            self._send(len(self._buffer))
            objects.client().complete_multipart_upload(
                Bucket=objects.bucket(),
                Key=self._key,
                UploadId=self._upload_id,
                MultipartUpload={"Parts": self._parts},
            )
        except BaseException:
            self._abort()
            raise

    def write(self, data: bytes) -> int:
        self._buffer += data
        while len(self._buffer) >= PART_BYTES:
            self._send(PART_BYTES)
        return len(data)

    def flush(self) -> None:
        """Does nothing: a part before the last one cannot be shorter than S3 allows."""

    def _send(self, size: int) -> None:
        number = len(self._parts) + 1
        sent = objects.client().upload_part(
            Bucket=objects.bucket(),
            Key=self._key,
            UploadId=self._upload_id,
            PartNumber=number,
            Body=bytes(self._buffer[:size]),
        )
        del self._buffer[:size]
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})

    def _abort(self) -> None:
        objects.client().abort_multipart_upload(Bucket=objects.bucket(), Key=self._key, UploadId=self._upload_id)
