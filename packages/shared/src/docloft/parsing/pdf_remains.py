"""The pages that are left of a PDF whose tree of pages is lost: a download that was interrupted ends before it, because
files for the web have their first page in front and the tree behind the others (ISO 32000-1, Annex F).
"""

import re
from itertools import pairwise

MAX_PAGES = 10_000

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9}) ([0-9]{1,5}) obj\b")
_PAGE = re.compile(rb"/Type[ \t\r\n]{0,9}/Page(?![A-Za-z])")
_DICTIONARY = re.compile(rb"endobj|stream")
_LONGEST = 4_000
_INDEX = re.compile(rb"startxref|trailer|/Linearized|/XRef\b|/Encrypt\b")


def gathered(body: bytes) -> bytes | None:
    """The same file with a new tree of the pages that it has, in their order. None if there are none, and for an
    encrypted file, whose key is in what is missing.
    """
    places = [(match.start(), match.end(), match[1], match[2]) for match in _OBJECT.finditer(body)]
    pages: dict[bytes, None] = {}
    for (_, end, number, generation), following in pairwise([*places, (len(body), 0, b"", b"")]):
        limit = min(following[0], end + _LONGEST)
        last = _DICTIONARY.search(body, end, limit)
        if len(pages) < MAX_PAGES and _PAGE.search(body, end, last.start() if last else limit):
            pages[b"%s %s R" % (number, generation)] = None
    if not pages or b"/Encrypt" in body:
        return None
    free = max(int(number) for _, _, number, _ in places) + 1
    tree = b"%d 0 obj\n<< /Type /Pages /Kids [ %s ] /Count %d >>\nendobj\n" % (free, b" ".join(pages), len(pages))
    catalog = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (free + 1, free)
    trailer = b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (free + 1, free + 2)
    # Without its own index, PDFium looks for the objects themselves.
    bare = _INDEX.sub(lambda match: b"x" * len(match[0]), body)
    return b"".join((bare, b"\nendstream\nendobj\n", tree, catalog, trailer))
