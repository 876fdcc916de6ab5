"""Where a part of a page may begin and end: between words."""

import re

from docloft.search.text.characters import DENSE

SLACK = 24
"""How far the edge of a snippet moves to that of a word, in characters."""

_GAP_WITHIN = 400
"""How far a close look extends to the next gap between words, in characters."""

# Not in a word that is broken at the end of a line, and not in a run of a script that is written without spaces.
_GAP = re.compile(f"(?<![-\u2010\u00ad\ufffe\x02\\s{DENSE}])\\s(?!\\s*[{DENSE}])")


def gap_before(page: str, position: int) -> int:
    """The last gap between words before a position."""
    begin = max(0, position - _GAP_WITHIN)
    gaps = [match.start() for match in _GAP.finditer(page, begin, position)]
    return gaps[-1] if gaps else begin


def gap_after(page: str, position: int) -> int:
    """The next gap between words."""
    gap = _GAP.search(page, position, position + _GAP_WITHIN)
    return gap.start() if gap else min(len(page), position + _GAP_WITHIN)


def word_start(page: str, position: int) -> int:
    """The start of the next word, if it is near; else the position."""
    if position == 0 or page[position - 1].isspace():
        return position
    for later in range(position, min(position + SLACK, len(page))):
        if page[later].isspace():
            return later + 1
    return position


def word_end(page: str, position: int) -> int:
    """The end of the word, if it is near; else the position."""
    for later in range(position, position + SLACK):
        if later >= len(page) or page[later].isspace():
            return later
    return position
