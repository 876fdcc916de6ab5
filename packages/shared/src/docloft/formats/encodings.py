"""Recognises Unicode encodings without guessing the language: by a byte order mark, and UTF-16 without one. The readers
guess older encodings.
"""

import codecs
import unicodedata

SAMPLE_BYTES = 64 * 1024
"""Bytes to read from the beginning of a file. An even number, so that no UTF-16 code unit is cut."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 comes first, because its mark begins with the mark of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_STRANGE = 0.05


def byte_order_mark(body: bytes) -> tuple[str, int] | None:
    """(encoding, length of the mark)."""
    return next(((encoding, len(mark)) for mark, encoding in _MARKS if body.startswith(mark)), None)


def unmarked_utf16(body: bytes) -> str | None:
    """The encoding of UTF-16 without a mark, judged by the first 64 KB: blanks, line ends and Latin letters have a zero
    byte, always as the same half of the code unit, and the bytes decode to characters. None for anything else.
    """
    sample = body[:SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or min(even, odd) * 10 > max(even, odd) or even == odd:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode(encoding, "replace")
    return encoding if sum(map(_is_strange, text)) <= len(text) * _MOST_STRANGE else None


def _is_strange(character: str) -> bool:
    return character == "\ufffd" or (unicodedata.category(character)[0] == "C" and not character.isspace())
