"""Recognises pages of a file. Called in the sandbox's child."""

import math
import time
from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image

from docloft.errors import Refused
from docloft_worker.readers.cleaning import clean, join_broken
from docloft_worker.recognition import Recognised, RecognisedPage, models, rendering, righting, tesseract
from docloft_worker.recognition.choice import READABLE, is_unreadable
from docloft_worker.recognition.righting import Righted
from docloft_worker.recognition.tesseract import Box, Layout, Word

CPU_SECONDS = 12.0
"""The processor time after which no further page is begun."""

MAX_WORDS = 20_000
"""The most words that are kept of a page. A newspaper page has 5,000."""

# Tesseract is at least this sure of what it reads upright, and less sure of text that is upside down or in another
# script: 24 to 48 on pages that it reads upright with 72 to 94 (measured).
_SURE = 65

# Lines lower than this many pixels are enlarged: Tesseract reads letters of 20 pixels and more.
_LOW, _GOOD, _MOST_ENLARGED = 24, 40, 4.0

# Levelling reduces errors from 0.3 % to 0.2 % at 1 degree, and from 12 % to 0.3 % at 7 (measured). At more than 8, the
# first angle found is too small, and a second attempt finds the right one.
_SLANTED, _LEVELLINGS = 0.7, 3
_STEEP = 5.0

# A sample is a few lines. Their total length is this many times the height of a line, which is about 150 letters.
_SAMPLE_LENGTH, _SAMPLE_MARGIN = 80, 12


class _Guess(NamedTuple):
    """The result of reading a few lines of the page in one language, rotated by 180 degrees or not."""

    confidence: int
    upside_down: bool
    language: str


def recognise(
    path: str, pages: list[int], languages: list[str], folder: str | None = None, total: int = 0
) -> Recognised:
    """Recognises the pages with these numbers, counted from 0, until CPU_SECONDS are used up, at least one. `languages`
    are codes of models ("deu") in `folder`, by default of those that are shipped, the likely one first. Each page is
    read with the model of the language that it is in. Ends before a page that
    cannot be drawn, and raises Refused if it is the first one. `total`: see rendering.opened.
    """
    started = time.process_time()
    codes = list(languages)
    done: list[RecognisedPage] = []
    with rendering.opened(path, total) as draw:
        for number in pages:
            if done and time.process_time() - started > CPU_SECONDS:
                break
            try:
                image = draw(number)
            except Refused:
                if done:
                    break
                raise
            done.append(_recognised(image, number, codes, folder or str(models.FOLDER)))
            codes.sort(key=lambda code: code != done[-1]["language"])
    return {"pages": done}


def _recognised(image: Image.Image, number: int, codes: Sequence[str], folder: str) -> RecognisedPage:
    page = _Page(image, codes, folder).recognised(number)
    if page["words"] or page["unreadable"]:
        return page
    strong = righting.strengthened(image)
    if strong is None:
        return page
    faint = _Page(strong, codes, folder).recognised(number)
    # Otherwise it was a stain, or the other side of the paper.
    return faint if faint["confidence"] >= READABLE else page


class _Page:
    def __init__(self, image: Image.Image, codes: Sequence[str], folder: str) -> None:
        self._righted = Righted(image.size, image)
        self._codes = codes
        self._folder = folder
        self._layout = self._analysed(self._righted)

    def recognised(self, number: int) -> RecognisedPage:
        self._level()
        code, words = self._read() if self._layout.lines else (self._codes[0], [])
        tesseract.forget()
        kept = tesseract.kept(words)
        width, height = self._righted.displayed
        confidence = tesseract.confidence(words)
        return {
            "number": number,
            "text": join_broken(clean(tesseract.text(kept))).strip(),
            "width": width,
            "height": height,
            # The picture was rotated to the left by as much as the text was rotated to the right.
            "angle": self._righted.quarters,
            "confidence": confidence,
            "language": code,
            "unreadable": is_unreadable(len(self._layout.lines), confidence),
            "words": [[*self._righted.place(word.box), word.text] for word in kept[:MAX_WORDS]],
        }

    def _analysed(self, righted: Righted) -> Layout:
        engine = tesseract.engine(self._folder, self._codes[0])
        engine.show(righted.image)
        return engine.layout()

    def _become(self, righted: Righted) -> None:
        self._righted = righted
        self._layout = self._analysed(righted)

    def _level(self) -> None:
        """Makes lines horizontal, level, and high enough to read."""
        if not self._layout.lines:
            self._search_slant()
        for _ in range(_LEVELLINGS):
            if abs(self._layout.slant) < _SLANTED:
                break
            self._become(righting.levelled(self._righted, self._layout.slant))
        if abs(self._righted.slant) >= _STEEP:
            self._finish_levelling()
        if self._layout.sideways:
            self._become(self._righted.turned(90))
        height = tesseract.line_height(self._layout.lines)
        if 0 < height < _LOW:
            factor = min(_GOOD / height, _MOST_ENLARGED, righting.most_enlarged(self._righted))
            self._become(righting.enlarged(self._righted, factor))

    def _finish_levelling(self) -> None:
        """The analysis of the layout treats a page that was very slanted as level while a degree or two remains."""
        slant = righting.remaining_slant(self._righted.image)
        if abs(slant) >= _SLANTED:
            self._become(righting.levelled(self._righted, slant))

    def _search_slant(self) -> bool:
        """Whether the page was slanted by more than the layout analysis can find, and is level now."""
        slant = righting.searched_slant(self._righted.image)
        if abs(slant) < _STEEP:
            return False
        self._become(righting.levelled(self._righted, slant))
        return True

    def _read(self) -> tuple[str, list[Word]]:
        """The language of the page, and its words."""
        guess = self._guess()
        if guess.confidence < _SURE and self._search_slant():
            guess = max(guess, self._guess())
        if guess.upside_down:
            self._become(self._righted.turned(180))
        words = self._words(guess.language)
        # A sample may be a heading, or too short.
        language = models.guess(tesseract.text(words), self._codes)
        if language is None or language == guess.language:
            return guess.language, words
        others = self._words(language)
        if tesseract.confidence(others) < tesseract.confidence(words):
            return guess.language, words
        return language, others

    def _words(self, code: str) -> list[Word]:
        engine = tesseract.engine(self._folder, code)
        if code != self._codes[0]:
            engine.show(self._righted.image)
        return engine.words()

    def _guess(self) -> _Guess:
        """From a few lines of the page, which take a tenth of the time. If they are legible, the page is the right way
        up and its script was guessed correctly; their words show the language.
        """
        upright = self._righted.image.crop(_sample(self._layout.lines, self._righted.image.size))
        sampled = [upright, upright.transpose(Image.Transpose.ROTATE_180)]
        best, text = _Guess(-1, upside_down=False, language=self._codes[0]), ""
        for code in _one_of_each_script(self._codes):
            for upside_down, image in enumerate(sampled):
                engine = tesseract.engine(self._folder, code, block=True)
                engine.show(image)
                words = engine.words()
                guess = _Guess(tesseract.confidence(words), bool(upside_down), code)
                if guess.confidence > best.confidence:
                    best, text = guess, tesseract.text(words)
                if best.confidence >= _SURE:
                    return best._replace(language=models.guess(text, self._codes) or best.language)
        return best._replace(language=models.guess(text, self._codes) or best.language)


def _one_of_each_script(codes: Sequence[str]) -> list[str]:
    latin = next((code for code in codes if models.is_latin(code)), None)
    return [code for code in codes if code == latin or not models.is_latin(code)]


def _sample(lines: Sequence[Box], size: tuple[int, int]) -> Box:
    """The box around those neighbouring lines that are longest."""
    wanted = _SAMPLE_LENGTH * tesseract.line_height(lines)
    count = max(1, math.ceil(wanted * len(lines) / max(_length(lines), 1)))
    last = max(0, len(lines) - count)
    first = max(range(last + 1), key=lambda number: _length(lines[number : number + count]))
    lefts, tops, rights, bottoms = zip(*lines[first : first + count], strict=True)
    width, height = size
    return (
        max(0, min(lefts) - _SAMPLE_MARGIN),
        max(0, min(tops) - _SAMPLE_MARGIN),
        min(width, max(rights) + _SAMPLE_MARGIN),
        min(height, max(bottoms) + _SAMPLE_MARGIN),
    )


def _length(lines: Sequence[Box]) -> int:
    return sum(right - left for left, _, right, _ in lines)
