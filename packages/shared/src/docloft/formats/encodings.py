"""Recognises Unicode encodings without guessing the language: by a byte order mark, and UTF-16 and UTF-32 without one.
docloft.parsing.text_files guesses older encodings.
"""

import codecs
import re
import unicodedata

SAMPLE_BYTES = 64 * 1024
"""Bytes to read from the beginning of a file. A multiple of four, so that no code unit of UTF-16 or UTF-32 is cut."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 comes first, because its mark begins with the mark of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Characters of Chinese, Japanese and Korean texts, and those of them that never result from swapped bytes.
_EXPECTED = re.compile("[\t\r\n -~\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9f\u2010-\u2027]")
_TYPICAL = re.compile("[\r\n -~\u3000-\u303f\u3041-\u30ff\uff01-\uff9f]")
_FEWEST_EXPECTED = 0.9
_MOST_EXPECTED_SWAPPED = 0.8
_FEWEST_TYPICAL = 0.04
_FEWEST_UNITS = 16
_CONTROL = bytes(set(range(1, 32)) - {7, 8, 9, 10, 11, 12, 13, 27})
_MOST_CONTROL = 0.1
_PRINTABLE = frozenset({9, 10, 13, *range(32, 127)})
_LETTERS = frozenset(range(33, 127))
_MOST_LETTERS, _FEW_LETTERS = 0.6, 0.1
_MOST_STRANGE = 0.05
_MANY_ZEROS = 0.25
_CODES, _NEARLY_ALL = range(1, 32), 0.9


def byte_order_mark(body: bytes) -> tuple[str, int] | None:
    """(encoding, length of the mark)."""
    return next(((encoding, len(mark)) for mark, encoding in _MARKS if body.startswith(mark)), None)


def unmarked_wide(body: bytes) -> str | None:
    """The encoding of UTF-16 or UTF-32 without a mark, judged by the first 64 KB: spaces, line ends and Latin letters
    have zero bytes, always in the same place of the code unit, and the bytes decode to characters; or most units are
    ideographs, Japanese or Korean letters and their punctuation. None for anything else, including text in another
    encoding that contains some zero bytes.
    """
    sample = body[:SAMPLE_BYTES]
    if len(sample) < 4 or (b"\x00" not in sample and _is_utf8(sample)):
        return None
    return _unmarked_utf32(sample) or _unmarked_utf16(sample) or _unmarked_ideographs(sample)


def strange_share(text: str) -> float:
    """The share of control, unassigned, private and invalid characters, from 0 to 1."""
    return sum(map(_is_strange, text)) / len(text) if text else 0.0


def _unmarked_utf32(sample: bytes) -> str | None:
    units = len(sample) // 4
    zeros = [sample[place::4].count(0) for place in (0, 1, 2, 3)]
    if units and zeros[2] >= units and zeros[3] >= units and zeros[0] == 0:
        return "utf-32-le"
    if units and zeros[0] >= units and zeros[1] >= units and zeros[3] == 0:
        return "utf-32-be"
    return None


def _unmarked_utf16(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd) or even == odd:
        return None
    place = 0 if even > odd else 1
    if _is_text(sample) and max(even, odd) < len(sample) / 2 * _MANY_ZEROS and not _is_of_one_script(sample[place::2]):
        return None
    if _is_of_single_bytes(sample, place):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return encoding if strange_share(sample.decode(encoding, "replace")) <= _MOST_STRANGE else None


def _is_of_one_script(high: bytes) -> bool:
    """Whether nearly all high bytes are zero or one control character: Hindi consists of ASCII bytes and tabs."""
    script = max(_CODES, key=high.count)
    return (
        high.count(script) >= len(high) * _MANY_ZEROS and high.count(script) + high.count(0) >= len(high) * _NEARLY_ALL
    )


def _is_of_single_bytes(sample: bytes, place: int) -> bool:
    """Whether zero bytes, which are at even places (0) or odd ones (1), only separate or pad words of one byte a
    letter. Two ASCII letters decode to an ideograph, but few ideographs consist of two. Punctuation does (U+2022), and
    then begins with the code of a blank.
    """
    pairs = [pair for pair in zip(sample[place::2], sample[1 - place :: 2], strict=False) if 0 not in pair]
    letters = sum(high in _LETTERS and low in _PRINTABLE for high, low in pairs)
    return letters > len(pairs) * _MOST_LETTERS and letters > len(sample) / 2 * _FEW_LETTERS


def _unmarked_ideographs(sample: bytes) -> str | None:
    """For UTF-16 in Chinese, Japanese or Korean, which may have no zero bytes, or some at both even and odd places.
    Texts in other encodings of these languages also decode to ideographs, but not to punctuation.
    """
    if _is_text(sample) or len(sample) < 2 * _FEWEST_UNITS:
        return None
    units = len(sample) / 2
    little, big = (
        (len(_EXPECTED.findall(text)) / units, len(_TYPICAL.findall(text)) / units, encoding)
        for encoding in ("utf-16-le", "utf-16-be")
        if (text := sample.decode(encoding, "replace"))
    )
    for (expected, typical, encoding), (swapped, _, _) in ((little, big), (big, little)):
        if expected >= _FEWEST_EXPECTED and typical >= _FEWEST_TYPICAL and swapped <= _MOST_EXPECTED_SWAPPED:
            return encoding
    return None


def _is_text(sample: bytes) -> bool:
    """Whether this is UTF-8 with a few controls and any number of zero bytes. Letters in UTF-16 have a control in half
    of their bytes, and ideographs are not valid UTF-8.
    """
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return _is_utf8(sample) and controls <= len(sample) * _MOST_CONTROL


def _is_utf8(sample: bytes) -> bool:
    """Its last character may be incomplete."""
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _is_strange(character: str) -> bool:
    return character == "\ufffd" or (unicodedata.category(character)[0] == "C" and not character.isspace())
