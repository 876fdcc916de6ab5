"""Finds the encoding of a text file. Unicode comes first (docloft.formats.encodings); chardet guesses
older encodings.
"""

import codecs
import re

import chardet

from docloft.formats.encodings import byte_order_mark, unmarked_utf16

_LATIN = ["cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp850", "mac_roman"]
# A symbol inside a word, a lower-case letter followed by a non-ASCII capital, or an invalid character.
_STRANGE = re.compile(
    "(?<=[A-Za-z])[^\\w\\s\x00-\x7f\u2018\u2019\u00b7-]+(?=[A-Za-z])|(?<=[a-z])[À-Þ]|[\x80-\x9f\ufffd]"
)

_SAMPLE = 64 * 1024
_MIN_BYTES = 40
"""Fewer bytes of Latin text are not enough to recognise a language, so Windows-1252 is assumed."""

_HIGH = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# The sequences by which ISO 2022 (ECMA-35) and HZ (RFC 1843) switch to characters that are encoded in ASCII bytes.
_SHIFTS = re.compile(rb"\x1b\$[@-C()]|\x1b\([IJ]|~\{")

# Without mainframe encodings: no one uploads those, and chardet would guess them for noise.
_ERAS = chardet.EncodingEra.ALL ^ chardet.EncodingEra.MAINFRAME
# A superset of the encoding also decodes characters that are in the file but not in the sample.
_LARGER = {"iso8859_1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}


def decode(body: bytes) -> str:
    """Decodes by byte order mark, as UTF-8, as UTF-16 without a mark, or else in the most likely old encoding. Never
    raises: invalid bytes are read as Windows-1252.
    """
    if mark := byte_order_mark(body):
        encoding, length = mark
        return body[length:].decode(encoding, "replace")
    utf8 = _utf8(body)
    readings = (_shifted(body) if utf8 is not None else None, _plainly(utf8), _wide(body), utf8)
    found = next((text for text in readings if text is not None), None)
    if found is not None:
        return found
    return body.decode("utf-8" if _mostly_utf8(body) else _guess(body), _AS_WINDOWS)


def declared(body: bytes, label: str) -> str | None:
    """Decodes with the encoding that a document declares; None if that encoding is unknown or wrong."""
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


def _plainly(text: str | None) -> str | None:
    """The text, or None when it has so many control characters that its bytes may be something else."""
    return text if text is not None and len(_CONTROLS.findall(text)) * 10 <= len(text) else None


def _wide(body: bytes) -> str | None:
    encoding = unmarked_utf16(body)
    return body[: len(body) // 2 * 2].decode(encoding, "replace") if encoding else None


def _mostly_utf8(body: bytes) -> bool:
    """Whether this is damaged UTF-8: most of its high bytes are in valid sequences."""
    proper = sum(len(match) for match in _MULTIBYTE.findall(body) if _is_utf8(match))
    return proper * 10 >= 9 * len(_HIGH_BYTES.findall(body))


def _is_utf8(sequence: bytes) -> bool:
    try:
        sequence.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _shifted(body: bytes) -> str | None:
    """Old Japanese, Chinese and Korean mail: between two shifts, ASCII bytes encode other characters."""
    shift = _SHIFTS.search(body)
    if shift is None:
        return None
    name = _detected(body[shift.start() : shift.start() + _SAMPLE])
    if not name.startswith(("iso2022", "hz")):
        return None
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _guess(body: bytes) -> str:
    sample = _high_lines(body)
    high = len(_HIGH_BYTES.findall(sample))
    if high * 3 < len(sample) and len(sample) < _MIN_BYTES:
        return _fitting(sample)
    return _detected(sample)


def _fitting(sample: bytes) -> str:
    """For a few words, mostly ASCII: Windows-1252, unless another encoding gives fewer unusual characters."""
    return min(_LATIN, key=lambda name: len(_STRANGE.findall(sample.decode(name, "replace"))))


def _detected(sample: bytes) -> str:
    name = chardet.detect(sample, encoding_era=_ERAS, compat_names=False, max_bytes=_SAMPLE)["encoding"] or "cp1252"
    return _LARGER.get(name, name)


def _high_lines(body: bytes) -> bytes:
    """The lines that are not pure ASCII, at most _SAMPLE bytes of them."""
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
