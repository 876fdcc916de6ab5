"""Text of an RTF document, without pages: where they break depends on the fonts."""

from docloft_worker.readers import Portion, document_pictures
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.rich_text import text_of_rtf
from docloft_worker.readers.text_reader import as_pages

MAX_BYTES = 100 * 1024 * 1024
"""Pictures are written in hexadecimal digits, so a short text can be a large file."""


def read(path: str) -> Portion:
    """Body, then footnotes, comments, headers and footers. See paging.split for the size of a page."""
    with open(path, "rb") as file:  # noqa: PTH123 - the path is a string
        body = file.read(MAX_BYTES + 1)
    words = text_of_rtf(body[:MAX_BYTES])
    cut = len(body) > MAX_BYTES or not words.complete
    portion: Portion = {**as_pages(clean(words.text), cut=cut), "properties": words.properties}
    return document_pictures.with_pictures(portion, path)
