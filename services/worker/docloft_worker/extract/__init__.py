"""From the bytes of one format to words, page by page. Everything here runs in the sandbox's child process: it is given
a path and numbers, answers plain values, and raises Refused with a sentence for people. It touches no network, writes
no file and knows nothing of documents.
"""

from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from docloft.formats.docx import FORMAT as DOCX


class Extracted(TypedDict):
    """What an extractor answers: a plain dict, because it crosses a process.

    `pages`: the words of each page, in order. `total`: how many pages the document has, read or not. `truncated`: words
    were left out because of a limit. `next`: the page (counted from 0) to go on from, when the extractor stopped to be
    asked again.
    """

    pages: list[str]
    total: int
    truncated: bool
    next: NotRequired[int | None]


@dataclass(frozen=True, slots=True)
class Extractor:
    """`target` is what the sandbox calls, with `path`. `resumes`: it also takes `first`, `characters` (what may still
    be kept) and `most` (pages of this portion; 0 only counts them) and answers in portions, so that a long document is
    no reason for a long time limit, and one page that kills its reader costs no other page.
    """

    target: str
    resumes: bool = False

    def arguments(self, path: str, first: int, characters: int, most: int) -> dict[str, Any]:
        portion = {"first": first, "characters": characters, "most": most} if self.resumes else {}
        return {"path": path, **portion}


EXTRACTORS: dict[str, Extractor] = {
    "application/pdf": Extractor("docloft_worker.extract.pdf:pages", resumes=True),
    "text/plain": Extractor("docloft_worker.extract.plain:pages"),
    "text/markdown": Extractor("docloft_worker.extract.markdown:pages"),
    "text/html": Extractor("docloft_worker.extract.html:pages"),
    DOCX.media_type: Extractor("docloft_worker.extract.docx:pages"),
}
"""By media type. A type that is not here has no words to read (Format.reader; a test holds both together).
"""
