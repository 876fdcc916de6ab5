"""Which encoding a text file is in. Pure."""

import codecs
import re

import chardet

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
_TOO_FEW = 40
"""Bytes of Latin text below which its language cannot be told: then it is what Windows writes in the West."""

_HIGH = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# Where ISO 2022 (ECMA-35) and HZ (RFC 1843) leave ASCII: all their bytes are ASCII.
_SHIFTS = re.compile(rb"\x1b\$[@-C()]|\x1b\([IJ]|~\{")

# Mainframes' tapes are nobody's letters, and would be guessed for noise.
_ERAS = chardet.EncodingEra.ALL ^ chardet.EncodingEra.MAINFRAME
# The whole file may hold what the sample does not: its encoding's larger relative reads that, too.
_LARGER = {"iso8859_1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}


def decode(body: bytes) -> str:
    """Text of these bytes: byte order mark, UTF-8, UTF-16 without a mark, then the most likely old encoding. Never
    raises: bytes that do not belong are read as Windows-1252.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    utf8 = _utf8(body)
    readings = (_shifted(body) if utf8 is not None else None, _plainly(utf8), _wide(body), utf8)
    found = next((text for text in readings if text is not None), None)
    if found is not None:
        return found
    return body.decode("utf-8" if _mostly_utf8(body) else _guess(body), _AS_WINDOWS)


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


def _plainly(text: str | None) -> str | None:
    """The text, unless so many controls are in it that its bytes may be something else."""
    return text if text is not None and len(_CONTROLS.findall(text)) * 10 <= len(text) else None


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


def _shifted(body: bytes) -> str | None:
    """Japanese and Chinese mail of old: ASCII bytes that mean other characters between two shifts."""
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
    sample = _telling(body)
    high = len(_HIGH_BYTES.findall(sample))
    if high * 3 < len(sample) and len(sample) < _TOO_FEW:
        return _fitting(sample)
    return _detected(sample)


def _fitting(sample: bytes) -> str:
    """A few words, mostly ASCII: Windows-1252 unless the accented letters of another fit better into their words."""
    return min(_LATIN, key=lambda name: len(_STRANGE.findall(sample.decode(name, "replace"))))


def _detected(sample: bytes) -> str:
    name = chardet.detect(sample, encoding_era=_ERAS, compat_names=False, max_bytes=_SAMPLE)["encoding"] or "cp1252"
    return _LARGER.get(name, name)


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
