"""File names and titles of documents, and other text that people enter."""

import re
import unicodedata

from docloft import bidi

TITLE_LIMIT = 500
FILE_NAME_LIMIT = 255
"""In characters."""

_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs"})
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Invisible letters, marks and symbols: those of Default_Ignorable_Code_Point (Unicode: DerivedCoreProperties.txt) that
no invisible category has, and U+2800, the empty Braille pattern.
"""


def clean_file_name(name: str) -> str:
    """A name that is safe to show and to send in a header: no control, bidirectional or path characters, at most
    FILE_NAME_LIMIT characters (the extension is kept). Never empty. Everything else is unchanged.
    """
    kept = "".join(filter(_printable, name)).replace("\\", "/").rpartition("/")[2]
    kept = " ".join(kept.split())
    if not is_visible(kept.replace(".", "")):
        return "document"
    if len(kept) <= FILE_NAME_LIMIT:
        return kept
    stem, dot, extension = kept.rpartition(".")
    if dot and 0 < len(extension) <= 10:
        return stem[: FILE_NAME_LIMIT - len(extension) - 1] + "." + extension
    return kept[:FILE_NAME_LIMIT]


def title_from(file_name: str) -> str:
    """The first title of a document: its cleaned file name without the extension. "Invoice no. 12" and "Letter of
    3.5.2024" have no extension.
    """
    stem, dot, extension = file_name.rpartition(".")
    is_extension = len(extension) <= 10 and extension.isalnum() and not extension.isdecimal()
    return stem.rstrip() if dot and is_visible(stem) and is_extension else file_name


def one_line(text: str) -> str:
    """Text that is safe to show in one line: each run of white space is one space, and control and direction-override
    characters are left out.
    """
    return " ".join("".join(one for one in text if one.isspace() or not _is_control(one)).split())


def several_lines(text: str) -> str:
    """Text that is safe to show in several lines, without white space around it: each ends with a line feed, and
    control characters, except for tabs, and direction-override characters are left out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or not _is_control(one)).strip()


def is_visible(text: str) -> bool:
    """Whether any of its characters is visible."""
    return any(
        unicodedata.category(character) not in _INVISIBLE_CATEGORIES and not _IGNORABLE.match(character)
        for character in text
    )


def _is_control(character: str) -> bool:
    return unicodedata.category(character) == "Cc" or character in bidi.OVERRIDES


def _printable(character: str) -> bool:
    if character in bidi.CONTROLS or 0xD800 <= ord(character) <= 0xDFFF:
        return False
    # Without the control characters (category Cc) except white space.
    return character in "\r\n\t" or (ord(character) >= 0x20 and not 0x7F <= ord(character) <= 0x9F)
