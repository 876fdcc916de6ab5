"""Amazon Textract's client. Limits: https://docs.aws.amazon.com/textract/latest/dg/limits-document.html"""

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from docloft import aws
from docloft.settings import settings

# A page takes a second or two. Attempts wait up to a second before the second one, and 2 s before the third.
_ATTEMPTS, _READ_SECONDS, _CONNECT_SECONDS = 3, 10, 2

WALL_SECONDS = _ATTEMPTS * (_READ_SECONDS + _CONNECT_SECONDS) + 4
"""The longest that `detect` takes."""

_PERMANENT = frozenset({
    "BadDocumentException", "DocumentTooLargeException", "InvalidParameterException", "UnsupportedDocumentException",
})  # fmt: skip


class PictureRefusedError(Exception):
    """Textract will never read this picture. `code` is the name of AWS's error."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def detect(picture: bytes) -> list[dict[str, Any]]:
    """The blocks that DetectDocumentText finds on a JPEG (AWS: API_Block). AWS bills each page that is detected, and
    may bill a repeated request again. Raises PictureRefusedError, and botocore's errors for temporary failures, such as
    throttling.
    """
    try:
        found = client().detect_document_text(Document={"Bytes": picture})
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _PERMANENT:
            raise PictureRefusedError(code) from error
        raise
    blocks: list[dict[str, Any]] = found["Blocks"]
    return blocks


@cache
def client() -> Any:
    """The process's Textract client, made at first use."""
    config = Config(
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        read_timeout=_READ_SECONDS,
        connect_timeout=_CONNECT_SECONDS,
    )
    return aws.session().create_client("textract", region_name=settings().region, config=config)
