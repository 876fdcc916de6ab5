"""Ordinary lines of a text, whose words one regular expression finds, and those that need `pieces` or `joins`. Most
lines of prose are ordinary, and splitting them takes a fraction of the time.
"""

import re
from collections.abc import Iterator

from docloft.search.text.characters import DENSE, FOLDING_MARKS, INDIC, INVISIBLE, LETTER_APOSTROPHES, ZERO_WIDTH_SPACE
from docloft.search.text.joins import GROUPED

WORD = re.compile(r"[^\W_]+")
_SPECIAL = (
    f"[{DENSE}{FOLDING_MARKS}{INVISIBLE}{ZERO_WIDTH_SPACE}{LETTER_APOSTROPHES}{INDIC}\ufffe\x02]|[-\u2010][ \t]*\r?\n"
)
SPECIAL = re.compile(_SPECIAL)
"""In lines where `pieces` does more than find runs of letters and digits."""
SPECIAL_OR_GROUPED = re.compile(f"{_SPECIAL}|{GROUPED}")
"""Also in lines that may have groups of words and numbers (docloft.search.text.joins)."""

_BLANK_LINES = 3
"""Line ends that may be in a run of a script written without spaces: spans less apart are one."""


def special_lines(text: str, special: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Spans of whole lines with a match of `special`, each with the line after it: a word, a run or a group may
    continue there. In order, and not adjacent.
    """
    start = end = at = 0
    while match := special.search(text, at):
        line = text.rfind("\n", end, match.start()) + 1
        if line > end + _BLANK_LINES:
            if start < end:
                yield start, end
            start = line
        # The last character of a match may be the line end.
        at = _line_end(text, match.end() - 1)
        end = _line_end(text, at + 1)
    if start < end:
        yield start, end


def _line_end(text: str, start: int) -> int:
    try:
        return text.index("\n", start)
    except ValueError:
        return len(text)
