"""PDFs that loop, nest, expand or take long to draw."""

import struct
import zlib
from collections.abc import Mapping, Sequence

from tests.hostile.case import Case

_WORDS = b"BT /F1 24 Tf 72 720 Td (zebrawood) Tj ET\n"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
MEGABYTE = 1024 * 1024
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/XObject<</X 5 0 R>>>>"


def document(*objects: bytes, trailer: bytes = b"", previous: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue. `previous`: "itself" makes the reference
    table continue with itself.
    """
    body = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    loop = b"/Prev %d" % start if previous == "itself" else b""
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    body += b"trailer<</Size %d/Root 1 0 R%b%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, loop, start)
    return bytes(body)


def with_streams(catalogue: bytes, packed: Mapping[int, tuple[int, int]], *objects: tuple[int, bytes]) -> bytes:
    """A file with a cross-reference stream (ISO 32000-1, 7.5.8). `objects`: each with its number. `packed`: for the
    number of each packed object, the number of its object stream and its index there.
    """
    body = bytearray(b"%PDF-1.7\n")
    places = {number: (2, *place) for number, place in packed.items()}
    for number, content in [(1, catalogue), *objects]:
        places[number] = (1, len(body), 0)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    own = max(places) + 1
    places[own] = (1, len(body), 0)
    rows = b"".join(struct.pack(">BIH", *places.get(number, (0, 0, 65_535))) for number in range(own + 1))
    table = stream(rows, b"/Type/XRef/W[1 4 2]/Size %d/Root 1 0 R" % (own + 1))
    return bytes(body) + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, table, len(body))


_TREE = (2, b"<</Type/Pages/Kids[4 0 R]/Count 1>>")


def stream_loop() -> bytes:
    """Two object streams, each of which is in the other one, and the font in one of them."""
    words = (6, stream(_WORDS))
    first = stream(b"3 0 " + _FONT, b"/Type/ObjStm/N 1/First 4/Extends 8 0 R")
    page = (4, _PAGE + b"/Contents 6 0 R>>")
    return with_streams(
        b"<</Type/Catalog/Pages 2 0 R>>", {3: (7, 0), 7: (8, 0), 8: (7, 1)}, _TREE, page, words, (9, first)
    )


def annotated(annotations: int) -> bytes:
    """A page of words with that many notes, packed in an object stream."""
    notes = b"[" + b"<</Subtype/Text>>" * annotations + b"]"
    page = (4, _PAGE + b"/Contents 6 0 R/Annots 5 0 R>>")
    packed = (7, stream(b"5 0 " + notes, b"/Type/ObjStm/N 1/First 4"))
    return with_streams(
        b"<</Type/Catalog/Pages 2 0 R>>", {5: (7, 0)}, _TREE, (3, _FONT), page, (6, stream(_WORDS)), packed
    )


def expanding(megabytes: int) -> bytes:
    """A stream of blanks, compressed twice, without having them all in memory."""
    packer, blanks = zlib.compressobj(9), b" " * MEGABYTE
    once = b"".join(packer.compress(blanks) for _ in range(megabytes)) + packer.flush()
    content = zlib.compress(once, 9)
    return b"<</Length %d/Filter[/FlateDecode /FlateDecode]>>stream\n%b\nendstream" % (len(content), content)


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode%b>>stream\n%b\nendstream" % (len(packed), more, packed)


def one_page(content: bytes, shown: bytes = b"null", page: bytes = _PAGE, previous: str = "") -> bytes:
    """`content` is the stream of the page, `shown` the object /X that it may draw."""
    catalogue, tree = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R]/Count 1>>"
    return document(catalogue, tree, _FONT, page + b"/Contents 6 0 R>>", shown, content, previous=previous)


def pages(contents: Sequence[bytes]) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(contents)))
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents))
    made = [b"<</Type/Catalog/Pages 2 0 R>>", tree, _FONT]
    for number, content in enumerate(contents):
        made += [_PAGE + b"/Contents %d 0 R>>" % (5 + 2 * number), stream(content)]
    return document(*made)


def deep_tree(levels: int) -> bytes:
    nodes = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (number + 1, number - 1) for number in range(3, levels)
    ]
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (levels - 1)
    return document(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *nodes, leaf)


def tree_loop() -> bytes:
    return document(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>")


def outline_loop() -> bytes:
    """An outline whose entry is its own child, parent and successor."""
    entry = b"<</Title(loop)/Parent 5 0 R/First 5 0 R/Last 5 0 R/Next 5 0 R/Prev 5 0 R/Count 99>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>"
    tree = b"<</Type/Pages/Kids[4 0 R]/Count 1>>"
    return document(catalogue, tree, _FONT, _PAGE + b"/Contents 6 0 R>>", entry, stream(_WORDS))


def form_that_draws_itself() -> bytes:
    more = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    return one_page(stream(_WORDS + b"/X Do\n"), stream(b"/X Do /X Do\n", more))


def form_field_loop() -> bytes:
    """A field that is its own parent and kid."""
    field = b"<</FT/Tx/T(a)/V(typed)/Parent 5 0 R/Kids[5 0 R]/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>"
    page = _PAGE + b"/Annots[5 0 R]/Contents 6 0 R>>"
    return document(catalogue, b"<</Type/Pages/Kids[4 0 R]/Count 1>>", _FONT, page, field, stream(_WORDS))


def picture(width: int, height: int, filters: bytes) -> bytes:
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB" % (width, height)
    shown = head + b"/Length 4/Filter/%b>>stream\n\xff\xd8\xff\xd9\nendstream" % filters
    return one_page(stream(_WORDS + b"500 0 0 500 0 0 cm /X Do\n"), shown)


def sized(box: bytes) -> bytes:
    return one_page(stream(_WORDS), page=_PAGE.replace(b"[0 0 595 842]", box))


STROKES = b"0 0 m 500 700 l S\n"
HEAVY = 1_600_000
"""Strokes that need more memory than a child has."""
LOST = ("pages_lost", "not_inspected")
DAMAGED = ("failed", "damaged_pdf")
COSTLY = (
    Case("expanding.pdf", lambda: one_page(expanding(400)), partial=LOST),
    Case("form-that-draws-itself.pdf", form_that_draws_itself, partial=LOST),
)
"""Each takes five seconds of processor time, like the one in CASES that makes PDFium run out of memory."""

CASES = (
    Case("heavy-before-words.pdf", lambda: pages([STROKES * HEAVY, _WORDS]), partial=LOST, finds=True),
    Case(
        "page-references.pdf",
        lambda: document(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + b"4 0 R " * 10_500 + b"]/Count 10500>>",
            _FONT,
            _PAGE + b"/Contents 5 0 R>>",
            stream(_WORDS),
        ),
        partial=("text_cut",),
        finds=True,
    ),
    Case("count-lie.pdf", lambda: pages([_WORDS]).replace(b"/Count 1>>", b"/Count 2147483647>>"), finds=True),
    Case("tree-loop.pdf", tree_loop, *DAMAGED),
    Case("deep-tree.pdf", lambda: deep_tree(10_000), *DAMAGED),
    Case("reference-loop.pdf", lambda: one_page(stream(_WORDS), previous="itself"), finds=True),
    Case("stream-loop.pdf", stream_loop, finds=True),
    Case("annotated.pdf", lambda: annotated(300_000), partial=("text_cut",), finds=True),
    Case("outline-loop.pdf", outline_loop, finds=True),
    Case("field-loop.pdf", form_field_loop, finds=True),
    Case("deep-arrays.pdf", lambda: one_page(b"[" * 100_000 + b"]" * 100_000), finds=False),
    Case("deep-state.pdf", lambda: one_page(stream(b"q " * 200_000 + _WORDS)), finds=True),
    Case("huge-page.pdf", lambda: sized(b"[0 0 9e9 9e9]"), finds=True),
    Case("negative-page.pdf", lambda: sized(b"[9 9 -9e9 -9e9]"), finds=True),
    Case("huge-picture.pdf", lambda: picture(60_000, 60_000, b"DCTDecode"), finds=True),
    Case("jbig2.pdf", lambda: picture(60_000, 60_000, b"JBIG2Decode"), finds=True),
    Case("jpx.pdf", lambda: picture(60_000, 60_000, b"JPXDecode"), finds=True),
)
