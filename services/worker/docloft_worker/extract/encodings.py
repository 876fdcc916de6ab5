"""Which encoding a text file is in. Pure."""

import codecs
import re

import charset_normalizer

from docloft_worker.language import certainty

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = ["cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp850", "mac_roman"]
# No letter, yet inside a word; a small letter followed by a big one from outside ASCII; or nothing at all.
_STRANGE = re.compile(
    "(?<=[A-Za-z])[^\\w\\s\x00-\x7f\u2018\u2019\u00b7-]+(?=[A-Za-z])|(?<=[a-z])[À-Þ]|[\x80-\x9f\ufffd]"
)

_SAMPLE = 64 * 1024
_TOO_FEW = 20
_HIGH = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")

# What people's files are in, the most frequent first: of encodings that read a file equally well, the first is taken.
# (charset-normalizer alone names relatives, such as cp1250 for cp1252.)
_USUAL = [
    *("cp1252", "cp1251", "cp932", "gb18030", "cp949", "big5", "euc_jp", "cp866", "koi8_r", "cp1250", "iso8859_2"),
    *("cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp850", "cp437", "mac_roman"),
]


def decode(body: bytes) -> str:
    """Text of these bytes: byte order mark, UTF-8, UTF-16 without a mark, then the most likely old encoding. Never
    raises: bytes that do not belong are read as Windows-1252.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    utf8 = _utf8(body)
    if utf8 is not None and len(_CONTROLS.findall(utf8)) * 10 <= len(utf8):
        return utf8
    wide = _wide(body)
    if wide is not None:
        return wide
    if utf8 is not None:
        return utf8
    if _mostly_utf8(body):
        return body.decode("utf-8", _AS_WINDOWS)
    return body.decode(_guess(body), _AS_WINDOWS)


def declared(body: bytes, label: str) -> str | None:
    """Text in the encoding a document claims to be in, None when the claim is unknown or wrong."""
    try:
        name = codecs.lookup(label.strip()).name
        text = body.decode({"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932"}.get(name, name))
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last character is still UTF-8.
        if len(body) - error.start < 4 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
        return None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: blanks, line ends and Latin letters have a zero byte, always on the same side."""
    even, odd = body[0::2].count(0), body[1::2].count(0)
    if even + odd == 0 or min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = body[: len(body) // 2 * 2].decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = len(_CONTROLS.findall(text)) + sum(not character.isprintable() for character in text[:_SAMPLE])
    return text if strange <= max(len(text) // 5, 2) else None


def _mostly_utf8(body: bytes) -> bool:
    """UTF-8 with damage: most of its high bytes stand in proper sequences."""
    proper = sum(len(match) for match in _MULTIBYTE.findall(body) if _is_utf8(match))
    return proper * 10 >= 9 * len(_HIGH_BYTES.findall(body))


def _is_utf8(sequence: bytes) -> bool:
    try:
        sequence.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(body: bytes) -> str:
    sample = _telling(body)
    high = len(_HIGH_BYTES.findall(sample))
    latin = high * 3 < len(sample)
    return _guess_latin(sample) if latin else _guess_script(sample)


def _guess_latin(sample: bytes) -> str:
    """Mostly ASCII: the encoding whose accented letters fit into their words. Windows-1252 unless another fits better;
    where two fit, they differ in accents, which the search folds away.
    """
    texts = {name: sample.decode(name, "replace") for name in _LATIN}
    strange = {name: len(_STRANGE.findall(text)) for name, text in texts.items()}
    fitting = [name for name in _LATIN if strange[name] == min(strange.values())]
    if len(sample) < _TOO_FEW:
        return fitting[0]
    return max(fitting, key=lambda name: certainty([texts[name]]) + (0.3 if name == "cp1252" else 0))


def _guess_script(sample: bytes) -> str:
    """Of the encodings that read the bytes without odd characters, the one in which they are most surely a language."""
    matches = charset_normalizer.from_bytes(sample, cp_isolation=_USUAL, enable_fallback=False)
    if not matches:
        return "cp1252"
    cleanest = min(match.chaos for match in matches)
    # Relatives that read these bytes alike come as one match; all names count.
    names = {name for match in matches if match.chaos <= cleanest + 0.1 for name in match.could_be_from_charset}
    candidates = [name for name in _USUAL if name in names]
    return max(candidates, key=lambda name: round(certainty([sample.decode(name, "replace")]), 1), default="cp1252")


def _telling(body: bytes) -> bytes:
    """The lines that tell encodings apart, at most _SAMPLE bytes of them."""
    lines, size = [], 0
    for match in _HIGH.finditer(body):
        lines.append(match[0][:_SAMPLE])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines)[:_SAMPLE]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


_AS_WINDOWS = "docloft-as-windows"
codecs.register_error(_AS_WINDOWS, _as_windows)
