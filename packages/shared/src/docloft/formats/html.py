"""Web pages. Never opened by the browser itself: HTML can carry script."""

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile


def _is_page(file: UnknownFile) -> bool:
    return begins_with(file, r"<(!doctype\s+html|html|head|body|title|meta)\b")


def _is_fragment(file: UnknownFile) -> bool:
    """The bytes by which a browser recognises a page without a declared type (WHATWG MIME Sniffing, 7.1)."""
    return begins_with(file, r"<(script|iframe|h1|div|font|table|a|style|b|br|p)[ \t\r\n\f>]")


FORMAT = Format(
    name="html",
    label="Web page",
    badge="HTML",
    icon="file",
    media_type="text/html",
    extensions=(".html", ".htm"),
    recognitions=(Recognition(Precedence.ROOT, _is_page), Recognition(Precedence.FRAGMENT, _is_fragment)),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.html_reader:read"),
    rendition="docloft_worker.renderers.web_page_renderer:render",
)
