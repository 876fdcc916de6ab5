"""The text of a document, page by page, stored under `text/` (docloft.text_parts). The worker writes it; the API (a
page), search (snippets) and the index read it.
"""

import gzip
import json
import random
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docloft import objects, suggestions, text_parts
from docloft.errors import NotFoundError
from docloft.suggestions import Suggestion
from docloft.text_parts import DividedText, MakeWords

MAX_CHARACTERS = 4_000_000
"""The maximum number of characters kept for a document, over all pages. The rest is cut, and `truncated` is set."""

_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Text:
    """`pages[0]` is page 1. `language` is an ISO 639-1 code or None. A document without pages (a text file, a Word
    document) has one.
    """

    pages: tuple[str, ...]
    language: str | None = None
    truncated: bool = False
    recognised: str | None = None
    """Pages, counted from 0, whose text was recognised on a picture (docloft.recognised_pages), as written by
    docloft.page_ranges."""
    suggestions: tuple[Suggestion, ...] = ()
    """Facts found in these pages."""

    @property
    def characters(self) -> int:
        return sum(len(page) for page in self.pages)


def encode(text: Text, make_words: MakeWords | None = None) -> bytes:
    """See docloft.text_parts. Without `make_words`, a search has to split the text into words."""
    header: dict[str, Any] = {"language": text.language, "truncated": text.truncated}
    if text.recognised:
        header["recognised"] = text.recognised
    if text.suggestions:
        header["suggestions"] = [suggestions.encode(one) for one in text.suggestions]
    return text_parts.encode(header, text.pages, make_words)


def decode(body: bytes) -> Text:
    """Reads this format and the previous one: a single gzip member with the same JSON, without parts. Raises ValueError
    for any other bytes, and for damaged ones.
    """
    try:
        content = json.loads(gzip.decompress(body).decode(errors="surrogatepass"))
        found = tuple(suggestions.decode(one) for one in content.get("suggestions", ()))
        return Text(
            tuple(content["pages"]), content["language"], content["truncated"], content.get("recognised"), found
        )
    except (zlib.error, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("These bytes are not the text of a document.") from error


def store(library_id: str, content_id: str, text: Text, make_words: MakeWords | None = None) -> None:
    """Replaces it. Idempotent."""
    body = encode(text, make_words)
    objects.write(objects.text_key(library_id, content_id), body, "application/gzip")


def change(
    library_id: str, content_id: str, decide: Callable[[Text | None], Text], make_words: MakeWords | None = None
) -> Text:
    """Replaces the stored text with what `decide` makes of it, or of None if there is none. `decide` is called again
    when another writer was faster. Raises objects.StaleObjectError when that happens too often, and ValueError for a
    damaged text: what it contained would be lost.
    """
    key = objects.text_key(library_id, content_id)
    for attempt in range(_ATTEMPTS):
        try:
            body, etag = objects.read(key)
        except NotFoundError:
            before, known = None, None
        else:
            before, known = decode(body), etag
        after = decide(before)
        if after == before:
            return after
        body = encode(after, make_words)
        try:
            objects.write(key, body, "application/gzip", if_match=known, if_absent=known is None)
        except objects.StaleObjectError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, not a secret
            continue
        return after
    raise AssertionError


def load(library_id: str, content_id: str) -> Text | None:
    """None while the document has no text, and if it is damaged, which indexing records in the document."""
    try:
        body, _ = objects.read(objects.text_key(library_id, content_id))
    except NotFoundError:
        return None
    try:
        return decode(body)
    except ValueError:
        return None


def load_edges(library_id: str, content_id: str) -> Text | None:
    """The beginning of the first page and the end of the last one, as two pages, and the suggestions, without reading
    what is between them. None for a document without text, and if it is damaged.
    """
    key = objects.text_key(library_id, content_id)
    try:
        prefix, etag, _ = objects.read_range(key, 0, text_parts.PREFIX)
        if not text_parts.is_divided(prefix):
            return load(library_id, content_id)
        parts = DividedText(prefix, lambda start, end: objects.read_range(key, start, end, if_match=etag)[0])
        ends = dict.fromkeys((0, len(parts.pages) - 1)) if parts.pages else ()
        pages = tuple(parts.section(number) for number in ends)
        found = tuple(map(suggestions.decode, parts.suggestions))
    except (NotFoundError, objects.StaleObjectError, ValueError, KeyError, TypeError, EOFError):
        return None
    return Text(pages, parts.language, suggestions=found)
