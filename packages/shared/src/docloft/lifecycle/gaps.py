"""What is missing from a document, mostly from its text: the codes in its attribute `partial`."""

from collections.abc import Iterable
from enum import StrEnum


class Gap(StrEnum):
    """Codes that never change. The site has a sentence for each, `partial.<code>` in its catalogues, and general words
    for codes that it does not know.
    """

    TEXT_CUT = "text_cut"
    """The text is longer than docloft.texts.MAX_CHARACTERS, or than what its reader may expand: the end is missing."""
    PAGES_LOST = "pages_lost"
    """Pages are empty because reading them failed or took too much time or memory."""
    PAGES_DAMAGED = "pages_damaged"
    """Only a part of a damaged file could be read."""
    NO_OCR = "no_ocr"
    """Pictures or scanned pages were not read, or the result is unreadable: no model knows their script, or their
    quality is too low.
    """
    OCR_PARKED = "ocr_parked"
    """Scanned pages wait because the library's daily limit is used up."""
    OCR_LOCKED = "ocr_locked"
    """Scanned pages of a locked document wait for its password: there are more of them than are recognised each time it
    is entered.
    """
    PARTS_LEFT_OUT = "parts_left_out"
    """Attachments or files of an archive are not documents of their own: they are locked, damaged or too large, or
    there are more of them than a document may have (docloft.lifecycle.parts).
    """
    UNREADABLE_FORMAT = "unreadable_format"
    """Nothing was read: no reader knows this kind of file."""
    NOT_INSPECTED = "not_inspected"
    """Its picture, its number of pages or its kind is missing: finding out takes more time or memory than allowed."""


def in_order(gaps: Iterable[str]) -> list[str]:
    """Without duplicates and in a fixed order, so that equal gaps are stored equally. Unknown codes are dropped."""
    found = frozenset(gaps)
    return [gap.value for gap in Gap if gap in found]
