"""The languages that can be recognised: the models that are shipped, and the guess which of them a text is in."""

from collections.abc import Sequence
from pathlib import Path

from docloft_worker import language

FOLDER = Path(__file__).with_name("traineddata")
"""Written by packaging/languages.cjs from the npm packages."""

# ISO 639-1 codes of Tesseract's models: https://tesseract-ocr.github.io/tessdoc/Data-Files-in-different-versions.html.
# Chinese, Serbian and others have several models, which share a code.
_CODES = {
    "af": "afr", "sq": "sqi", "ar": "ara", "hy": "hye", "az": "aze", "eu": "eus", "be": "bel", "bn": "ben", "bs": "bos",
    "br": "bre", "bg": "bul", "ca": "cat", "hr": "hrv", "cs": "ces", "da": "dan", "nl": "nld", "en": "eng",
    "eo": "epo", "et": "est", "fi": "fin", "fr": "fra", "gl": "glg", "ka": "kat", "de": "deu", "el": "ell",
    "gu": "guj", "he": "heb", "hi": "hin", "hu": "hun", "is": "isl", "id": "ind", "ga": "gle", "it": "ita", "ja": "jpn",
    "kn": "kan", "kk": "kaz", "km": "khm", "ko": "kor", "ky": "kir", "lo": "lao", "la": "lat", "lv": "lav", "lt": "lit",
    "lb": "ltz", "mk": "mkd", "ms": "msa", "ml": "mal", "mt": "mlt", "mr": "mar", "mn": "mon", "ne": "nep", "no": "nor",
    "oc": "oci", "fa": "fas", "pl": "pol", "pt": "por", "pa": "pan", "ro": "ron", "ru": "rus", "sr": "srp", "sk": "slk",
    "sl": "slv", "es": "spa", "sw": "swa", "sv": "swe", "tg": "tgk", "ta": "tam", "tt": "tat", "te": "tel", "th": "tha",
    "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie", "cy": "cym", "yi": "yid",
    "zh": "chi_sim",
}  # fmt: skip

# Models of scripts other than Latin. A model reads no script that it was not trained for.
_NOT_LATIN = frozenset({
    "amh", "ara", "asm", "bel", "ben", "bod", "bul", "chi_sim", "chi_tra", "chr", "div", "dzo", "ell", "fas",
    "guj", "heb", "hin", "hye", "iku", "jpn", "kan", "kat", "kaz", "khm", "kir", "kor", "lao", "mal", "mar",
    "mkd", "mon", "mya", "nep", "ori", "pan", "pus", "rus", "san", "sin", "snd", "srp", "syr", "tam", "tel",
    "tgk", "tha", "tir", "uig", "ukr", "urd", "yid",
})  # fmt: skip


def installed(folder: Path = FOLDER) -> tuple[str, ...]:
    """Codes of the models in a folder, in alphabetical order; "osd" is not a language."""
    return tuple(sorted(path.stem for path in folder.glob("*.traineddata") if path.stem != "osd"))


def guess(text: str, among: Sequence[str]) -> str | None:
    """The language of a text, if it is one of `among`; None for too little text and for other languages."""
    code = language.guess(text)
    found = _CODES.get(code or "")
    return found if found in among else None


def is_latin(code: str) -> bool:
    return code not in _NOT_LATIN


def of_code(code: str | None) -> str | None:
    """Tesseract's code for an ISO 639-1 code: "deu" for "de"."""
    return _CODES.get(code or "")
