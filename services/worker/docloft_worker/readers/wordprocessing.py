"""Text of Office Open XML: WordprocessingML, and the DrawingML, charts and comments inside any Office document. The
elements come from a streaming parser, so large parts need little memory.
"""

from collections.abc import Iterable

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers.packages import EnoughError, TooDeepError

MAX_DEPTH = 1_000
"""The most levels of nested elements; tables in tables in text boxes need a few dozen."""

# ECMA-376 part 1 (strict) and part 4 (transitional) name the same elements differently.
_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        # Word 2003, whose documents are one file.
        "http://schemas.microsoft.com/office/word/2003/wordml",
    }
)
_DRAWING = frozenset(
    {"http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"}
)
# Elements outside of _WORD whose characters are text, and whether each is a line of its own.
_TEXT_ALSO = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math t": False,
    "http://purl.oclc.org/ooxml/officeDocument/math t": False,
    "http://schemas.openxmlformats.org/drawingml/2006/main t": False,
    "http://purl.oclc.org/ooxml/drawingml/main t": False,
    # Names of series, categories and values in charts.
    "http://schemas.openxmlformats.org/drawingml/2006/chart v": True,
    "http://purl.oclc.org/ooxml/drawingml/chart v": True,
    "http://schemas.microsoft.com/office/drawing/2014/chartex v": True,
    "http://schemas.microsoft.com/office/drawing/2014/chartex pt": True,
    # Comments in presentations and workbooks.
    "http://schemas.openxmlformats.org/presentationml/2006/main text": True,
    "http://purl.oclc.org/ooxml/presentationml/main text": True,
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main t": False,
    "http://purl.oclc.org/ooxml/spreadsheetml/main t": False,
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments text": True,
}
_COMMENT = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main comment",
        "http://purl.oclc.org/ooxml/spreadsheetml/main comment",
    }
)
# Elements outside of _WORD with text in attributes: what describes a picture, and the text of a watermark.
_DESCRIBED = {"docPr": ("title", "descr"), "cNvPr": ("title", "descr"), "textpath": ("string",)}
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

# Deleted text has its own element (delText), which is not read. Moved text occurs twice, once in moveFrom.
_SKIPPED = frozenset({"moveFrom"})
# How a word of Chinese characters is read (w:ruby). It follows the paragraph: it may be in the middle of a word.
_READING = "rt"
_AT_START = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "txbxContent": "\n", "ptab": "\t"}
_AT_END = {"p": "\n", "tc": "\t", "tr": "\n", "txbxContent": "\n"}


class PartText:
    """Collects the text of one part (packages.Handler). Raises EnoughError just after MAX_CHARACTERS, and TooDeepError
    for elements nested more than MAX_DEPTH levels deep.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._depth = 0
        self._skipped_at: int | None = None
        self._inside = {"t": 0, _READING: 0}
        self._choices: list[bool] = []
        self._described: set[str] = set()
        self._readings: list[str] = []

    def text(self) -> str:
        return "".join(self._parts)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError
        if self._skipped_at is not None:
            return
        namespace, _, name = element.rpartition(" ")
        if namespace == _COMPATIBILITY:
            self._start_alternative(name)
        elif namespace in _WORD:
            if name in _SKIPPED or (name == "tab" and "pos" in " ".join(attributes)):
                # w:tab with a position is a tab stop of the paragraph's style, not a tab in its text.
                self._skipped_at = self._depth
            elif name in self._inside:
                self._inside[name] += 1
            else:
                self._add(_AT_START.get(name, "") or _choice(name, attributes))
        elif namespace in _DRAWING and name in _AT_START:
            self._add(_AT_START[name])
        elif element in _TEXT_ALSO:
            self._inside["t"] += 1
        elif name in _DESCRIBED:
            self._describe(attributes.get(one, "") for one in _DESCRIBED[name])

    def end(self, element: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped_at is not None:
            if self._skipped_at == depth:
                self._skipped_at = None
            return
        namespace, _, name = element.rpartition(" ")
        if namespace == _COMPATIBILITY and name == "AlternateContent":
            self._choices.pop()
        elif element in _TEXT_ALSO or (name == "t" and namespace in _WORD):
            self._inside["t"] -= 1
            self._add("\n" if _TEXT_ALSO.get(element) else "")
        elif namespace in _WORD or namespace in _DRAWING:
            self._end_of(name)
        elif element in _COMMENT:
            self._add("\n")

    def characters(self, text: str) -> None:
        if self._inside["t"] and self._skipped_at is None:
            self._add(text, self._readings if self._inside[_READING] else self._parts)

    def _describe(self, found: Iterable[str]) -> None:
        """Programs write the same words for a picture and its frame, and in the header of each section."""
        for text in found:
            if text.strip() and text not in self._described:
                self._described.add(text)
                self._add(f"\n{text}\n")

    def _start_alternative(self, name: str) -> None:
        """Content in several versions for programs of different ages. Only the first is read, so that the text of a
        text box occurs once.
        """
        if name == "AlternateContent":
            self._choices.append(False)
        elif name in {"Choice", "Fallback"} and self._choices:
            if self._choices[-1]:
                self._skipped_at = self._depth
            self._choices[-1] = True

    def _end_of(self, name: str) -> None:
        if name == _READING:
            self._inside[_READING] -= 1
            self._readings.append(" ")
        elif name == "p" and self._readings and not self._inside[_READING]:
            self._add(" " + "".join(self._readings).rstrip())
            self._readings = []
        if name in {"tc", "tr"} and self._parts and self._parts[-1] in {"\n", "\t"}:
            # The end of a cell replaces the end of its last paragraph, and the end of a row replaces its last cell's.
            self._size -= len(self._parts.pop())
        self._add(_AT_END.get(name, ""))

    def _add(self, text: str, into: list[str] | None = None) -> None:
        if not text:
            return
        (self._parts if into is None else into).append(text)
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise EnoughError


def _choice(name: str, attributes: dict[str, str]) -> str:
    """A choice of a form field from before Word 2007, whose chosen value is nowhere else."""
    if name != "listEntry":
        return ""
    return next((f"\n{value}\n" for key, value in attributes.items() if key.endswith(" val")), "")
