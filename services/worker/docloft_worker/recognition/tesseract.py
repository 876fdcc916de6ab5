"""Tesseract (Apache licence) in this process, through tesserocr. Only the sandbox's child imports it."""

import math
import re
import statistics
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image
from tesserocr import PSM, RIL, PyTessBaseAPI

from docloft_worker.recognition.rendering import DPI

Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels."""

_DOWNWARDS = 2
"""tesserocr's WritingDirection.TOP_TO_BOTTOM: the lines of the page run from top to bottom."""

_SAUVOLA = "2"
"""Tesseract's method that compares a pixel with its surroundings. By default, one threshold separates ink from paper on
the whole page: in the shadow of a hand, it loses every second letter, where this one loses 1 in 25 (measured). It costs
no time, and on noisy scans it makes a third of the errors."""

_MAX_LOADED = 3
"""Engines kept in memory, each with its model: 15 to 25 MB."""

# Below this confidence, what Tesseract reports as a word is usually the texture of a photo, a smudge, or in another
# script. On a page that it reads badly as a whole, a word needs a higher confidence.
_READABLE, _SURE_OF_WORD, _SURE_DESPITE_PAGE = 50, 25, 75


# Chinese and Japanese are written without spaces (Unicode: CJK Symbols, Hiragana, Katakana, Han, half-width Katakana),
# and Tesseract treats every one or two letters as a word.
_WITHOUT_SPACES = re.compile("[\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff9f]")


class Word(NamedTuple):
    """`line` and `paragraph`: this word begins one."""

    box: Box
    text: str
    confidence: float
    line: bool
    paragraph: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines are, before anything is recognised. `slant` is the angle in degrees by which the page has to be
    rotated anticlockwise (as Pillow does) to make them level. `sideways`: they run up or down.
    """

    lines: tuple[Box, ...]
    slant: float
    sideways: bool


class Engine:
    """Recognises one language. Keeps the picture it was shown until `forget`."""

    def __init__(self, folder: str, language: str, *, block: bool) -> None:
        self._api = PyTessBaseAPI(path=folder, lang=language, psm=PSM.SINGLE_BLOCK if block else PSM.AUTO)
        # Messages go to standard error. By default, tesserocr has them written to /dev/null, which the sandbox does not
        # allow to be opened for writing; Tesseract does not check that, and crashes with the first message.
        self._api.SetVariable("debug_file", "")
        self._api.SetVariable("thresholding_method", _SAUVOLA)

    def show(self, image: Image.Image) -> None:
        self._api.SetImage(image)
        # Without it, Tesseract guesses the size of the letters and makes more mistakes.
        self._api.SetSourceResolution(DPI)

    def layout(self) -> Layout:
        """The layout of the current picture, which `words` then reuses."""
        found = self._api.AnalyseLayout()
        if found is None:
            return Layout((), 0.0, sideways=False)
        _, direction, _, slant = found.Orientation()
        lines = tuple(
            (box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"])
            for _, box, *_ in self._api.GetComponentImages(RIL.TEXTLINE, text_only=True)
        )
        return Layout(lines, math.degrees(slant), sideways=direction == _DOWNWARDS)

    def words(self) -> list[Word]:
        """The words of the current picture, in reading order."""
        self._api.Recognize()
        return list(_words(self._api))

    def forget(self) -> None:
        self._api.Clear()

    def close(self) -> None:
        self._api.End()


def _words(api: PyTessBaseAPI) -> Iterator[Word]:
    found = api.GetIterator()
    if found is None or found.Empty(RIL.WORD):
        return
    line = paragraph = False
    while True:
        line = line or found.IsAtBeginningOf(RIL.TEXTLINE)
        paragraph = paragraph or found.IsAtBeginningOf(RIL.PARA)
        box, text = found.BoundingBox(RIL.WORD), found.GetUTF8Text(RIL.WORD).strip()
        if box and text:
            yield Word(box, text, found.Confidence(RIL.WORD), line, paragraph)
            line = paragraph = False
        if not found.Next(RIL.WORD):
            return


_loaded: OrderedDict[tuple[str, str, bool], Engine] = OrderedDict()


def engine(folder: str, language: str, *, block: bool = False) -> Engine:
    """An engine for `language`, whose model is in `folder`. With `block`, it expects only lines of text.
    Loading one takes 0.1 s, so the last ones are kept.
    """
    key = (folder, language, block)
    found = _loaded.pop(key, None) or Engine(folder, language, block=block)
    _loaded[key] = found
    while len(_loaded) > _MAX_LOADED:
        _loaded.popitem(last=False)[1].close()
    return found


def forget() -> None:
    """Frees the pictures that engines hold."""
    for one in _loaded.values():
        one.forget()


def confidence(words: list[Word]) -> int:
    """The mean, weighted by letters; 0 without words."""
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters) if letters else 0


def kept(words: list[Word]) -> list[Word]:
    """The words, without those that are probably noise."""
    least = _SURE_OF_WORD if confidence(words) >= _READABLE else _SURE_DESPITE_PAGE
    found: list[Word] = []
    line = paragraph = False
    for word in words:
        line, paragraph = line or word.line, paragraph or word.paragraph
        if word.confidence >= least:
            found.append(word._replace(line=line, paragraph=paragraph))
            line = paragraph = False
    return found


def text(words: list[Word]) -> str:
    parts: list[str] = []
    for word in words:
        before = parts[-1] if parts else ""
        is_joined = _WITHOUT_SPACES.match(before[-1:]) and _WITHOUT_SPACES.match(word.text)
        parts += ["\n\n" if word.paragraph else "\n" if word.line else "" if is_joined else " ", word.text]
    return "".join(parts[1:])


def line_height(lines: Sequence[Box]) -> float:
    """The median height of lines in pixels; 0 without lines."""
    return statistics.median(bottom - top for _, top, _, bottom in lines) if lines else 0.0
