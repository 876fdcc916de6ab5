"""What recognition (OCR) found on each page of a document, stored under `recognised/` as a gzip-compressed JSON object
for each page. The worker writes it and makes the document's text from it; the API reads it.
"""

import gzip
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

from docloft import objects
from docloft.errors import NotFoundError

FORMAT = 1
_SIDE_BY_SIDE = 8

Word = tuple[int, int, int, int, str]
"""x, y, width, height and the word. The numbers are in ten-thousandths of the page as displayed."""


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """`words` are in reading order. `width` and `height` are the pixels of the picture that was recognised, `angle` by
    how many degrees clockwise the text is turned on the displayed page, and `confidence` is the mean from 0 to 100. A
    page that could not be recognised `is_lost`: it has neither text nor words.
    `is_unreadable`: it has lines, but in a script or language without a model, or too poor to read.
    """

    text: str
    words: Sequence[Word] = ()
    width: int = 0
    height: int = 0
    angle: int = 0
    confidence: int = 0
    is_lost: bool = False
    is_unreadable: bool = False


def encode(page: RecognisedPage) -> bytes:
    """Deterministic: the same page produces the same bytes."""
    content = {"format": FORMAT, **asdict(page)}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return gzip.compress(body, 6, mtime=0)


def decode(body: bytes) -> RecognisedPage:
    content: dict[str, Any] = json.loads(gzip.decompress(body).decode("utf-8", "surrogatepass"))
    del content["format"]
    words = tuple((x, y, width, height, word) for x, y, width, height, word in content.pop("words"))
    return RecognisedPage(words=words, **content)


def key(library_id: str, content_id: str, number: int) -> str:
    """The key of the page with this number, counted from 0. Keys are in the order of the pages."""
    return f"{objects.recognised_prefix(library_id, content_id)}{number:07d}"


def store(library_id: str, content_id: str, number: int, page: RecognisedPage) -> None:
    """Idempotent."""
    objects.write(key(library_id, content_id, number), encode(page), "application/gzip")


def stored(library_id: str, content_id: str) -> set[int]:
    """The numbers of all pages that are stored."""
    return {int(name) for name in objects.names_under(objects.recognised_prefix(library_id, content_id))}


def load(library_id: str, content_id: str, number: int) -> RecognisedPage | None:
    """None for a page that was not recognised."""
    try:
        body, _ = objects.read(key(library_id, content_id, number))
    except NotFoundError:
        return None
    return decode(body)


def load_each(library_id: str, content_id: str, numbers: Collection[int]) -> Iterator[tuple[int, RecognisedPage]]:
    """The stored ones among these pages, in order, with their numbers. Loads a few at a time: the words of a full page
    take 100 KB.
    """
    ordered = sorted(numbers)
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        for first in range(0, len(ordered), _SIDE_BY_SIDE):
            group = ordered[first : first + _SIDE_BY_SIDE]
            found = threads.map(lambda number: load(library_id, content_id, number), group)
            yield from ((number, page) for number, page in zip(group, found, strict=True) if page is not None)


def load_many(library_id: str, content_id: str, numbers: Collection[int]) -> Mapping[int, RecognisedPage]:
    """The stored ones among these pages, in order, without their words, which would fill the function's memory."""
    return {number: replace(page, words=()) for number, page in load_each(library_id, content_id, numbers)}
