"""Recognises the text of pages that are pictures (OCR). Code that handles the bytes of a file runs in the sandbox's
child; `pages` is called there.
"""

from collections.abc import Sequence
from typing import TypedDict

Word = list[int | str]
"""[x, y, width, height, text]. The numbers are in ten-thousandths of the page as a viewer displays it, after applying
the rotation that a PDF or a photo states. A word of a slanted line has the box around its slanted shape.
"""


class RecognisedPage(TypedDict):
    """`number` counts from 0. `width` and `height` are the pixels of the picture that was recognised, as displayed.
    `angle` says by how many degrees clockwise the text is turned on the displayed page: 0, 90, 180 or 270.
    `confidence` is the mean of the words, from 0 to 100; 0 when there are none. `language` is the code of the model
    that was used ("deu"). `unreadable`: the page has lines, and no model can read them (choice.is_unreadable).
    `words` are in reading order. A word that is broken at the end of a line is two of them, and
    one word in `text`.
    """

    number: int
    text: str
    width: int
    height: int
    angle: int
    confidence: int
    language: str
    unreadable: bool
    words: list[Word]


class Recognised(TypedDict):
    """The pages that were finished, in the order in which they were requested."""

    pages: list[RecognisedPage]


class DrawnPage(TypedDict):
    """`jpeg` in base64, of `width` and `height` pixels."""

    jpeg: str
    width: int
    height: int


class PlacedWords(TypedDict):
    """The words of one page, for a searchable PDF. Both fields are as in RecognisedPage."""

    angle: int
    words: Sequence[Sequence[int | str]]


class SearchablePdf(TypedDict):
    """`pdf` in base64."""

    pdf: str
