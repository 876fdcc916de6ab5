"""ETags of documents, and If-Match (RFC 9110, 8.8.3 and 13.1.1): a change is made to the version that was seen."""

import re

from docloft.errors import InvalidRequestError, PreconditionFailedError
from docloft.tables.documents import Document

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST = re.compile(rf"[ \t]*{_TAG}(?:[ \t]*,[ \t]*{_TAG})*[ \t]*")


def etag(version: int) -> str:
    return f'"{version}"'


def require(document: Document, if_match: str | None) -> None:
    """Raises PreconditionFailedError when If-Match names other versions only, InvalidRequestError when it is no list
    of tags. A weak tag never matches: the comparison is the strong one.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if not _LIST.fullmatch(if_match):
        raise InvalidRequestError('If-Match must be * or a list of tags such as "3". Nothing was changed.')
    if etag(int(document.version)) not in re.findall(_TAG, if_match):
        raise PreconditionFailedError("Somebody changed this document meanwhile. Load it again, then change it.")
