"""Text of a web page as a browser would show it, with lexbor (selectolax), and what the page says about itself. Fetches
nothing and runs no scripts.
"""

import re
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from docloft.formats.encodings import byte_order_mark
from docloft.parsing.text_files import declared, decode
from docloft_worker.readers import Portion, Properties, costly_markup, document_pictures, properties
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.text_reader import as_pages, read_bytes

_UNSEEN = frozenset(
    (  # noqa: SIM905
        "head script style template noscript iframe object embed audio video canvas datalist "
        "title desc metadata annotation annotation-xml rp"
    ).split()
)
_INLINE = frozenset(
    (  # noqa: SIM905
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rt rtc ruby s samp "
        "small span strike strong sub sup time tt u var wbr img tspan textpath blink "
        "math semantics mrow mi mn mo ms mtext mspace mstyle msup msub msubsup mfrac msqrt mroot mover munder"
    ).split()
)
_TYPED = frozenset({"", "button", "date", "email", "number", "reset", "search", "submit", "tel", "text", "time", "url"})
"""Types of fields whose value is shown."""
_CELLS = frozenset({"td", "th"})
# How a word of Chinese characters is read. It follows the block, because it may be in the middle of a word.
_READINGS = frozenset({"rt", "rtc"})
_KEEPS_LINES = frozenset({"pre", "textarea"})
# The HTML standard looks for the encoding in the first 1,024 bytes.
_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_XHTML, _DECLARED_WITHIN = "http://www.w3.org/1999/xhtml", 2_000
_ENDED = re.compile(r"<(iframe|noframes|noscript|script|style|textarea|title|xmp)(\s[^<>]{0,500})?/>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SAID = {
    "author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "description": "keywords",
    "keywords": "keywords",
    "article:published_time": "created",
    "date": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "dcterms.date": "created",
}
"""Properties by the name of the `meta` element that has them (HTML standard, 4.2.5; DCMI)."""
_MOST_SAID = 200
_MOST_INNER = 3
"""Pages may be in attributes of others (`srcdoc`): deeper ones than this are not read."""


def read(path: str) -> Portion:
    """The title, then the body. See paging.split for the size of a page."""
    body, cut = read_bytes(path)
    page = decoded(body)
    costly = costly_markup.is_costly(page)
    tree = None if costly else LexborHTMLParser(page)
    text = costly_markup.text_without_tags(page, break_of) if tree is None else _text_of_tree(tree)
    portion: Portion = {**as_pages(clean(_lines(text)), cut=cut), "properties": _properties(tree) if tree else {}}
    return document_pictures.with_pictures(portion, path)


def text_of_page(body: bytes) -> str:
    """The title of a web page, then its body, from its bytes."""
    return _text_of(decoded(body))


def _text_of(page: str, depth: int = 0) -> str:
    if costly_markup.is_costly(page):
        return _lines(costly_markup.text_without_tags(page, break_of))
    return _lines(_text_of_tree(LexborHTMLParser(page), depth))


def _lines(text: str) -> str:
    return "\n".join(line for line in (line.strip(" \t") for line in text.split("\n")) if line)


def _text_of_tree(tree: LexborHTMLParser, depth: int = 0) -> str:
    parts = [_title(tree), "\n"]
    if tree.body is not None:
        parts.extend(_texts(tree.body, depth))
    elif depth < _MOST_INNER:
        # A page of frames, which are other files. Its own words are those for browsers that show none.
        parts.extend(_text_of(node.text(), depth + 1) for node in tree.css("noframes")[:1])
    return "".join(parts)


def _title(tree: LexborHTMLParser) -> str:
    return _SPACE.sub(" ", " ".join(node.text() for node in tree.css("head > title")[:1])).strip()


def _properties(tree: LexborHTMLParser) -> Properties:
    found: dict[str, list[str]] = {}
    for node in tree.css("head > meta[content]")[:_MOST_SAID]:
        written = node.attributes
        name = _SAID.get((written.get("name") or written.get("property") or "").lower())
        text = " ".join(clean(written.get("content") or "").split())
        if name and text:
            found.setdefault(name, []).append(text)
    first = {name: values[0] for name, values in found.items() if name != "keywords"}
    language = tree.root.attributes.get("lang") if tree.root is not None else None
    keywords = "; ".join(found.get("keywords", ()))
    return properties.of(title=clean(_title(tree)), language=language, keywords=keywords, **first)


def decoded(body: bytes) -> str:
    page = _in_its_encoding(body)
    return _without_xml(page) if _XHTML in page[:_DECLARED_WITHIN] else page


def _without_xml(page: str) -> str:
    """XHTML in the syntax of HTML: sections of characters (CDATA), and elements that HTML does not end with a slash."""
    first, *others = page.split("<![CDATA[")
    parts = [first]
    for part in others:
        section, end, rest = part.partition("]]>")
        parts.append(f"{escape(section)}{rest}" if end else f"<![CDATA[{part}")
    return _ENDED.sub(r"<\1\2></\1>", "".join(parts))


def _in_its_encoding(body: bytes) -> str:
    claim = _CHARSET.search(body[:1024])
    # Valid UTF-8 is UTF-8, even if the template of an editor declares something else.
    if claim and not byte_order_mark(body) and (body.isascii() or declared(body, "utf-8") is None):
        label = claim[1].decode("ascii")
        # A declaration that is readable as ASCII cannot be in UTF-16, even if it declares UTF-16 (HTML standard).
        text = declared(body, "utf-8" if label.lower().startswith("utf-16") else label)
        if text is not None:
            return text
    return decode(body)


def _texts(root: LexborNode, depth_of_page: int) -> Iterator[str]:
    """The text of all visible nodes. Not recursive, because some pages are nested a hundred thousand levels deep."""
    node: LexborNode | None = root.child
    depth, verbatim = 0, 0
    readings: list[str] = []
    while node is not None:
        tag = node.tag
        if tag in _READINGS:
            readings.append(_SPACE.sub(" ", node.text() or ""))
        elif tag == "-text":
            text = node.text_content or ""
            yield text if verbatim else _SPACE.sub(" ", text)
        elif tag == "iframe" and depth_of_page < _MOST_INNER and (inner := node.attributes.get("srcdoc")):
            yield f"\n{_text_of(inner, depth_of_page + 1)}\n"
        elif _is_shown(node, tag):
            yield from _breaks(tag, readings)
            yield _written_in(node, tag)
            if node.child is not None:
                depth, verbatim = depth + 1, verbatim + (tag in _KEEPS_LINES)
                node = node.child
                continue
            yield from _breaks(tag, readings)
        while node is not None and node.next is None and depth:
            node = node.parent
            depth -= 1
            if node is not None:
                verbatim -= node.tag in _KEEPS_LINES
                yield from _breaks(node.tag, readings)
        node = node.next if node is not None else None
    yield from _breaks("p", readings)


def _breaks(tag: str | None, readings: list[str]) -> Iterator[str]:
    """What is between an element and its neighbours: after a block, the readings of its words come first."""
    found = break_of(tag)
    if found and readings:
        yield f" {' '.join(readings)}"
        readings.clear()
    yield found


def _written_in(node: LexborNode, tag: str | None) -> str:
    """The text that a browser shows from an attribute of an element: the alternative text of a picture that was not
    saved with the page, or the content of a field.
    """
    attributes = node.attributes
    kind = (attributes.get("type") or "").lower()
    if tag == "img" or (tag == "input" and kind == "image"):
        return _SPACE.sub(" ", attributes.get("alt") or "")
    return _SPACE.sub(" ", attributes.get("value") or "") if tag == "input" and kind in _TYPED else ""


def _is_shown(node: LexborNode, tag: str | None) -> bool:
    if tag is None or tag.startswith("-") or tag in _UNSEEN:
        return False
    attributes = node.attributes
    return not ("hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""))


def break_of(tag: str | None) -> str:
    """What separates an element from the text beside it."""
    if tag in _CELLS:
        return "\t"
    # Elements with a prefix, such as "o:p", are those of a program that wrote its document as a page.
    return "" if tag in _INLINE or (tag and ":" in tag) else "\n"
