"""Reads text files in any encoding. Unicode comes first (docloft.formats.encodings); chardet guesses older ones."""

import codecs
import re
from collections import Counter
from pathlib import Path

from docloft.formats.encodings import SAMPLE_BYTES, byte_order_mark, strange_share, unmarked_wide
from docloft.parsing import western_letters

_SAMPLE = 64 * 1024
_CHUNK = 1024 * 1024

# Bytes that do not occur in text: controls except tab, line ends, backspace, bell, form feed, and the shifts of ISO
# 2022 (ECMA-35) and of terminals (ECMA-48). Zero bytes are counted separately.
_CONTROL = bytes(set(range(1, 32)) - {7, 8, 9, 10, 11, 12, 13, 14, 15, 27})
_MOST_CONTROL = 0.05
_MOST_STRANGE = 0.2
_MOST_OF_ONE = 0.8
"""In text, a single byte that is not ASCII makes up at most this share of all bytes; in an empty picture, most bytes
are the same.
"""
_ZEROS = re.compile(rb"\x00+")
_MOST_ZERO_RUNS = 0.3

_LATIN = ["cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp850", "mac_roman"]
# A symbol inside a word, a lower-case letter followed by a non-ASCII capital, or an invalid character.
_STRANGE = re.compile(
    "(?<=[A-Za-z])[^\\w\\s\x00-\x7f\u2018\u2019\u00b7-]{1,20}(?=[A-Za-z])|(?<=[a-z])[À-Þ]|[\x80-\x9f\ufffd]"
)

_MIN_BYTES = 40
"""Fewer bytes of Latin text are not enough to recognise a language, so Windows-1252 is assumed."""

_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_ASCII_WORD = re.compile(rb"[A-Za-z]{4}")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
# A character outside of the basic plane as two surrogates (CESU-8, as databases and Java programs write it).
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
# The sequences by which ISO 2022 (ECMA-35) and HZ (RFC 1843) switch to characters that are encoded in ASCII bytes.
_SHIFTS = re.compile(rb"\x1b\$[@-C()]|\x1b\([IJ]|~\{")

_FEWEST_UTF8_LINES = 0.1
"""The share of UTF-8 lines among the lines that are not ASCII. From this share on, a file is read as one with lines in
two encodings.
"""

# A superset of the encoding also decodes characters that are in the file but not in the sample.
_LARGER = {"iso8859_1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}
_SINGLE_BYTE = ("cp12", "cp85", "cp86", "cp437", "iso8859", "latin", "mac_", "koi8", "ascii", "utf_8")
_SEVERAL_BYTES = ("gb", "big5", "shift", "euc", "cp932", "cp949", "cp950", "johab", "hz", "iso2022", "utf_")


def read_beginning(path: Path, most: int) -> tuple[bytes, bool]:
    """(at most `most` bytes, whether the file is longer). Zero bytes at the beginning are left out: a log that was
    emptied while a program wrote to it begins with one for each byte that it had.
    """
    with path.open("rb") as file:
        body = file.read(min(most, SAMPLE_BYTES))
        if body.startswith(b"\x00\x00\x00\x00"):
            body = body.lstrip(b"\x00")
            while not body and (chunk := file.read(_CHUNK)):
                body = chunk.lstrip(b"\x00")
        body += file.read(max(0, most - len(body)))
        return body[:most], len(body) > most or bool(file.read(1))


def text_of(sample: bytes) -> str | None:
    """The beginning of a file as text; None when it is not text in any encoding."""
    if byte_order_mark(sample) or unmarked_wide(sample):
        text = decode(sample)
        return text if strange_share(text) <= _MOST_STRANGE else None
    bare = sample.replace(b"\x00", b"")
    controls = len(bare) - len(bare.translate(None, _CONTROL))
    # Text is padded with zero bytes, or contains a few. In other files they are everywhere.
    zero_runs = len(_ZEROS.findall(sample))
    if not bare or zero_runs > len(bare) * _MOST_ZERO_RUNS:
        return None
    if not bare.isascii() and _utf8(bare) is None and _most_of_one(bare) > _MOST_OF_ONE:
        return None
    # A recording of a terminal may consist of control characters. Every other format with that many also has high
    # bytes.
    if controls > len(bare) * _MOST_CONTROL and not (bare.isascii() and _ASCII_WORD.search(bare)):
        return None
    return decode(sample)


def _most_of_one(body: bytes) -> float:
    """The share of the most frequent byte that is not ASCII."""
    high = body.translate(None, bytes(range(128)))
    return Counter(high).most_common(1)[0][1] / len(body) if high else 0.0


def decode(body: bytes) -> str:
    """Decodes by byte order mark, as UTF-8, as UTF-16 or UTF-32 without a mark, or else in the most likely old
    encoding, line by line where the lines of a file are in two. Never raises: invalid bytes are read as
    Windows-1252.
    """
    if mark := byte_order_mark(body):
        encoding, length = mark
        return body[length:].decode(encoding, "replace")
    utf8 = _utf8(body)
    readings = (_shifted(body) if utf8 is not None else None, _plainly(utf8), _wide(body), utf8)
    found = next((text for text in readings if text is not None), None)
    if found is not None:
        return found
    if _mostly_utf8(body):
        return body.decode("utf-8", _AS_WINDOWS)
    lines = body.splitlines(keepends=True)
    high = [line for line in lines if not line.isascii()]
    old = [line for line in high if not _is_utf8(line)]
    encoding = _guess(old)
    if len(high) - len(old) >= len(high) * _FEWEST_UTF8_LINES and encoding.startswith(_SINGLE_BYTE):
        return "".join(line.decode("utf-8" if _is_utf8(line) else encoding, _AS_WINDOWS) for line in lines)
    return body.decode(_guess(high), _AS_WINDOWS)


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
        if _SURROGATES.match(body, error.start):
            return _utf8(_SURROGATES.sub(_as_one, body))
        # A file cut in the middle of its last character is still UTF-8.
        if len(body) - error.start < 4 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
        return None


def _as_one(surrogates: re.Match[bytes]) -> bytes:
    pair = surrogates[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return pair.decode("utf-16-le").encode()


def _plainly(text: str | None) -> str | None:
    """The text, or None when it has so many control characters that its bytes may be something else."""
    if text is None or ("\x00" in text and unmarked_wide(text[:SAMPLE_BYTES].encode())):
        return None
    return text if len(_CONTROLS.findall(text)) * 10 <= len(text) else None


def _wide(body: bytes) -> str | None:
    encoding = unmarked_wide(body)
    return body[: len(body) // 4 * 4 + len(body) % 4 // 2 * 2].decode(encoding, "replace") if encoding else None


def _mostly_utf8(body: bytes) -> bool:
    """Whether this is damaged UTF-8: most of its high bytes are in valid sequences. In Chinese and Japanese
    encodings, a fifth of them are by chance, in others fewer.
    """
    proper = sum(len(match) for match in _MULTIBYTE.findall(body) if _is_utf8(match))
    return proper * 4 >= 3 * len(_HIGH_BYTES.findall(body))


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


def _guess(high_lines: list[bytes]) -> str:
    """The encoding of lines that are not pure ASCII, judged by at most _SAMPLE bytes of them."""
    sample = b"".join(line[:_SAMPLE] for line in _first(high_lines, _SAMPLE))[:_SAMPLE]
    # Zero bytes separate words. Without them, two words would look like one in another language.
    sample = _ZEROS.sub(b" ", sample)
    high = len(_HIGH_BYTES.findall(sample))
    if high * 3 < len(sample) and len(sample) < _MIN_BYTES:
        return _fitting(sample)
    return _detected(sample)


def _first(lines: list[bytes], size: int) -> list[bytes]:
    total = 0
    for number, line in enumerate(lines):
        total += len(line)
        if total >= size:
            return lines[: number + 1]
    return lines


def _fitting(sample: bytes) -> str:
    """The encoding of a few words, mostly ASCII: Windows-1252, unless another one yields fewer unusual characters."""
    return min(_LATIN, key=lambda name: len(_STRANGE.findall(sample.decode(name, "replace"))))


def _detected(sample: bytes) -> str:
    import chardet  # noqa: PLC0415 - takes 40 ms, and most text is Unicode

    # Without mainframe encodings: no one uploads those, and chardet would report them for noise.
    eras = chardet.EncodingEra.ALL ^ chardet.EncodingEra.MAINFRAME
    name = chardet.detect(sample, encoding_era=eras, compat_names=False, max_bytes=_SAMPLE)["encoding"] or "cp1252"
    name = codecs.lookup(name).name.replace("-", "_")
    if not name.startswith(_SEVERAL_BYTES) and western_letters.are_in(sample.decode("cp1252", "replace")):
        return "cp1252"
    return _LARGER.get(name, name)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


_AS_WINDOWS = "docloft-as-windows"
codecs.register_error(_AS_WINDOWS, _as_windows)
