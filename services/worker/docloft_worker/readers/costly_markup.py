"""Web pages for which an HTML parser needs quadratic time: for each tag it may look through all open elements, and for
each attribute through those before it (HTML standard, 13.2.4.3 and 13.2.5.33). Their text is read without a tree.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

MOST_STEPS = 300_000_000
"""Tags times open elements: lexbor takes a second."""
MOST_ATTRIBUTES = 5_000
"""The most attributes of one tag: lexbor takes 50 ms."""

_TAG = re.compile(r"<(/?)([a-zA-Z]{1,20})")
_RAW = re.compile(r"<(script|style)\b", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:script|style)\b[^>]{0,200}>", re.IGNORECASE)
_COMMENT_END = re.compile("-->")
_SPACES = re.compile(r"\s+")
_CLOSED_BY_OTHERS = frozenset(
    (  # noqa: SIM905
        "area base br col embed hr img input link meta source track wbr "
        "p li dt dd td th tr option optgroup thead tbody tfoot colgroup rt rp"
    ).split()
)
"""Without an end tag, or usually without one."""


def is_costly(page: str) -> bool:
    """Whether a parser may need seconds for this page. Takes time in proportion to its length."""
    return _has_many_attributes(page) or _is_deep(page)


def text_without_tags(page: str, breaks: Callable[[str], str]) -> str:
    """What is between the tags, without scripts, styles and comments. `breaks` returns what a tag of that name is
    replaced by.
    """
    found: list[str] = []
    at = 0
    while (start := page.find("<", at)) >= 0:
        found.append(unescape(page[at:start]))
        tag = _TAG.match(page, start)
        ending = _COMMENT_END if page.startswith("<!--", start) else _RAW_END if _RAW.match(page, start) else None
        if ending:
            closing = ending.search(page, start)
            end = closing.end() if closing else 0
        elif tag or page.startswith(("<!", "<?", "</"), start):
            end = page.find(">", start) + 1
            found.append(breaks(tag[2].lower()) if tag else "")
        else:
            found.append("<")
            end = start + 1
        if end <= start:
            # Never closed: browsers drop the rest, too.
            return "".join(found)
        at = end
    return "".join([*found, unescape(page[at:])])


def _has_many_attributes(page: str) -> bool:
    for piece in page.split(">"):
        if len(piece) > 2 * MOST_ATTRIBUTES:
            tag = piece[piece.rfind("<") :]
            if _TAG.match(tag) and sum(1 for _ in _SPACES.finditer(tag)) > MOST_ATTRIBUTES:
                return True
    return False


def _is_deep(page: str) -> bool:
    tags = page.count("<")
    if tags * tags <= MOST_STEPS:
        return False
    most = MOST_STEPS / tags
    opened: Counter[str] = Counter()
    depth = 0
    for tag in _TAG.finditer(page):
        name = tag[2].lower()
        if name in _CLOSED_BY_OTHERS:
            continue
        if not tag[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > most:
            return True
    return False
