"""Text as it is shown: on one line, without what is invisible or could mislead."""

import re
from bisect import bisect_right

from docloft import bidi
from docloft.search.text.pieces import broken_ends

# Soft hyphen, byte order mark, the controls that change the writing direction (Unicode TR 36), other controls, lone
# surrogates and non-characters. The joiners of emoji are kept.
_NON_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_HIDDEN = f"\x00-\x1f\x7f-\x9f\u00ad\ufeff\ud800-\udfff{''.join(sorted(bidi.CONTROLS))}{_NON_CHARACTERS}"
# Single spaces are kept, except at the beginning.
_CHANGED = re.compile(f"[\\s{_HIDDEN}]{{2,}}|[^\\S ]|[{_HIDDEN}]|^ ")
_BLANK = re.compile(r"\s")


class Cleaned:
    """`text`: what is shown."""

    def __init__(self) -> None:
        self.text = ""
        self._kept: list[str] = []
        self._origins = [0]
        self._places = [0]
        self._end = 0

    def place(self, origin: int) -> int:
        """The place in `text` of an offset in the original; for text that was left out, where the text continues."""
        at = bisect_right(self._origins, origin) - 1
        end = self._places[at + 1] if at + 1 < len(self._places) else self._end
        return min(self._places[at] + origin - self._origins[at], end)

    def keep(self, text: str, origin: int) -> None:
        """Adds text that is at `origin` in the original."""
        if text and not (text == " " and (not self._end or self._kept[-1] == " ")):
            self._kept.append(text)
            self._origins.append(origin)
            self._places.append(self._end)
            self._end += len(text)

    def close(self) -> "Cleaned":
        self.text = "".join(self._kept).rstrip(" ")
        return self


def clean(text: str, length: int) -> Cleaned:
    """The first `length` characters; the one after them says whether a hyphen at their end continues a word."""
    cleaned = Cleaned()
    at = 0
    for low, high in (*broken_ends(text), (length, length)):
        _clean_part(cleaned, text, at, min(low, length))
        at = high
    return cleaned.close()


def _clean_part(cleaned: Cleaned, text: str, start: int, end: int) -> None:
    """A part without hyphens at line ends."""
    for changed in _CHANGED.finditer(text, start, max(start, end)):
        cleaned.keep(text[start : changed.start()], start)
        if blank := _BLANK.search(text, *changed.span()):
            cleaned.keep(" ", blank.start())
        start = changed.end()
    cleaned.keep(text[start:end], start)
