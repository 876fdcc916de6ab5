"""Recognises pages with Tesseract, in the sandbox's child, and checks what that returns: it read untrusted bytes."""

from collections.abc import Collection, Sequence
from pathlib import Path

from docloft import tables
from docloft.recognised_pages import RecognisedPage, Word
from docloft.sandbox import Sandbox
from docloft.tables.documents import Document
from docloft.tables.records import Profile
from docloft_worker import recognition as shapes
from docloft_worker.recognition import model_folder, models

TARGET = "docloft_worker.recognition.pages:recognise"

# Limits for one call, which begins no page after 12 s of processor time. With 512 MB, Lambda gives about 0.29 of a
# processor: 28 s take 97 s.
_CPU_SECONDS = 28
WALL_SECONDS = 100
_MEMORY_BYTES = 350 * 1024 * 1024
_RESULT_BYTES = 16 * 1024 * 1024

_MAX_WORDS = 20_000
_MAX_WORD = 500
_WHOLE = 10_000

sandbox = Sandbox(
    memory_bytes=_MEMORY_BYTES,
    cpu_seconds=_CPU_SECONDS,
    wall_seconds=WALL_SECONDS,
    result_bytes=_RESULT_BYTES,
    exclusive=True,
)


def recognise(document: Document, path: Path, pages: Sequence[int], total: int) -> dict[int, RecognisedPage]:
    """See docloft_worker.ocr_engines.Engine. As many pages as the child finishes in 12 s of processor time."""
    folder = model_folder.path()
    languages = languages_of(document, models.installed(folder), chosen_languages(document.library_id))
    asked = {"pages": list(pages), "total": total, "languages": languages}
    arguments = {"path": str(path), "folder": str(folder), **asked}
    found = sandbox.call(TARGET, arguments, shapes.Recognised)
    return {page["number"]: _page_of(page) for page in found["pages"] if page["number"] in pages}


def chosen_languages(library_id: str) -> Collection[str]:
    """Codes of models ("deu"). Empty when the library has chosen none."""
    profile = tables.library.find(Profile, library_id, Profile.KEY)
    return (profile.ocr_languages if profile else None) or ()


def languages_of(document: Document, installed: Sequence[str], chosen: Collection[str]) -> list[str]:
    """The codes of the models to choose from, the likeliest first: the one for the language of the known text, or
    English. Those that the library has chosen, or all if none of them is installed.
    """
    likely = models.of_code(document.language) or "eng"
    wanted = [code for code in installed if code in chosen] or list(installed)
    return sorted(wanted, key=lambda code: code != likely)


def _page_of(found: shapes.RecognisedPage) -> RecognisedPage:
    """Keeps only words whose boxes are on the page: the child read untrusted bytes."""
    words = [word for one in found["words"][:_MAX_WORDS] if (word := _word_of(one)) is not None]
    return RecognisedPage(
        found["text"],
        words,
        found["width"],
        found["height"],
        found["angle"],
        found["confidence"],
        is_unreadable=found["unreadable"],
    )


def _word_of(found: Sequence[int | str]) -> Word | None:
    match found:
        case [int(x), int(y), int(width), int(height), str(word)] if (
            0 <= x <= x + width <= _WHOLE and 0 <= y <= y + height <= _WHOLE and 0 < len(word) <= _MAX_WORD
        ):
            return x, y, width, height, word
        case _:
            return None
