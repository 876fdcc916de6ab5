"""Recognises pages with Amazon Textract (DetectDocumentText), one page a call. The sandbox's child draws the page as a
JPEG; only that leaves the function. Pages that Textract is not made for are read with Tesseract
(docs/decisions, Textract).
"""

from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from aws_lambda_powertools import Logger

from docloft.recognised_pages import RecognisedPage
from docloft.tables.documents import Document
from docloft_worker import language
from docloft_worker.ocr_engines import tesseract_engine, textract_blocks, textract_client
from docloft_worker.recognition import DrawnPage, model_folder, models
from docloft_worker.recognition.choice import READABLE

TARGET = "docloft_worker.recognition.drawing:draw"

LANGUAGES = frozenset({"deu", "eng", "fra", "ita", "por", "spa"})
"""Those that Textract detects (https://docs.aws.amazon.com/textract/latest/dg/limits-document.html), as codes of
Tesseract's models."""

WALL_SECONDS = tesseract_engine.WALL_SECONDS + textract_client.WALL_SECONDS
"""A page may be read twice."""

logger = Logger()


def recognise(document: Document, path: Path, pages: Sequence[int], total: int) -> Mapping[int, RecognisedPage]:
    """See docloft_worker.ocr_engines.Engine. Recognises only the first one of several pages. Raises botocore's errors
    when Textract throttles, fails or cannot be reached.
    """
    chosen = tesseract_engine.chosen_languages(document.library_id)
    known = models.of_code(document.language)
    if (known and known not in LANGUAGES) or (chosen and not LANGUAGES & set(chosen)):
        return tesseract_engine.recognise(document, path, pages, total)
    number = pages[0]
    page = _read(path, number, total)
    if page is not None and not _is_of_another_kind(page, chosen):
        return {number: page}
    others = tesseract_engine.recognise(document, path, [number], total)
    return others if page is None or _is_better(others.get(number), page) else {number: page}


def _read(path: Path, number: int, total: int) -> RecognisedPage | None:
    """None if Textract refuses the picture; repeating that would not help."""
    drawn = tesseract_engine.sandbox.call(TARGET, {"path": str(path), "page": number, "total": total}, DrawnPage)
    try:
        blocks = textract_client.detect(b64decode(drawn["jpeg"]))
    except textract_client.PictureRefusedError as error:
        logger.warning("textract", extra={"page": number, "refused": error.code})
        return None
    return textract_blocks.page_of(blocks, drawn["width"], drawn["height"])


def _is_of_another_kind(page: RecognisedPage, chosen: Collection[str]) -> bool:
    """Whether the page is in a language that Textract does not detect and for which there is a model, or may be in
    another script.
    """
    installed = models.installed(model_folder.path())
    readable = [code for code in installed if code in chosen] or installed
    if page.confidence < READABLE and any(not models.is_latin(code) for code in readable):
        return True
    found = models.of_code(language.guess(page.text))
    return found in readable and found not in LANGUAGES


def _is_better(other: RecognisedPage | None, page: RecognisedPage) -> bool:
    return other is not None and other.confidence >= READABLE and len(other.text) * 2 > len(page.text)
