"""The engines that recognise text on pictures of pages, by the names of the stage parameter `ocr`. A new one is a
module with what Engine declares, and a line in ENGINES.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from docloft.recognised_pages import RecognisedPage
from docloft.settings import settings
from docloft.tables.documents import Document
from docloft_worker.ocr_engines import tesseract_engine, textract_engine


class Engine(Protocol):
    """`WALL_SECONDS`: the longest that a call of `recognise` takes."""

    WALL_SECONDS: int

    def recognise(
        self, document: Document, path: Path, pages: Sequence[int], total: int
    ) -> Mapping[int, RecognisedPage]:
        """Recognises the first of these pages (counted from 0) of the file at `path`, and as many of the others as fit
        into one call. `total`: how many pages the document has. Raises Refused when the first one can never be
        recognised; any other error may be temporary.
        """


ENGINES: Mapping[str, Engine] = {"tesseract": tesseract_engine, "textract": textract_engine}


def chosen() -> Engine:
    """The engine of this stage."""
    return ENGINES[settings().ocr_engine]


def close() -> None:
    """Ends the child that engines use, which takes up memory and may still hold the pages of its last file."""
    tesseract_engine.sandbox.close()
