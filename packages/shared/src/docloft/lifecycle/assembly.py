"""What an assembling job makes: new documents from the pages of others, in a given order. It merges, splits, sorts,
turns and extracts pages. The files that the pages come from are never changed, so nothing is lost; the new file may
become a version of one of their documents. No I/O.

The job keeps it as JSON: a page range is [number of the source, first page, last page, turn].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""

MOST_OUTLINE = 100_000
"""Characters of the outline as JSON, all ASCII. A DynamoDB item is limited to 400 KB."""

MOST_DOCUMENTS = 100
MOST_SOURCES = 50
MOST_RANGES = 1_000
"""The limit for all new documents together."""
MOST_PAGES = 3_000
"""The limit for all new documents together."""


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages `first` to `last` of a document, both counted from 1 and included, turned by `turn` degrees clockwise."""

    source_id: str
    first: int
    last: int
    turn: int = 0

    @property
    def count(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class NewDocument:
    """`document_id` is chosen before the job starts, so that repeating the job does not make a second document."""

    document_id: str
    title: str
    ranges: Sequence[PageRange]

    @property
    def source_ids(self) -> list[str]:
        """In the order of their first page, without repetitions."""
        return list(dict.fromkeys(one.source_id for one in self.ranges))


@dataclass(frozen=True, slots=True)
class Assembly:
    """`trash_sources`: the documents that the pages come from are moved to the trash once all new ones are archived.
    `contents`: by their ids, which file of each was read when the job was requested (docloft.ids.content_id).
    `version_of`: the id of the document of which the only new document becomes a version.
    """

    documents: Sequence[NewDocument]
    trash_sources: bool = False
    contents: Mapping[str, str] = field(default_factory=dict)
    version_of: str | None = None

    @property
    def source_ids(self) -> list[str]:
        return list(dict.fromkeys(one for document in self.documents for one in document.source_ids))

    @property
    def pages(self) -> int:
        return sum(one.count for document in self.documents for one in document.ranges)


def to_json(assembly: Assembly) -> dict[str, Any]:
    numbers = {source_id: number for number, source_id in enumerate(assembly.source_ids)}
    return {
        "sources": assembly.source_ids,
        "contents": dict(assembly.contents),
        "trash": assembly.trash_sources,
        "version_of": assembly.version_of,
        "documents": [
            {
                "id": document.document_id,
                "title": document.title,
                "ranges": [[numbers[one.source_id], one.first, one.last, one.turn] for one in document.ranges],
            }
            for document in assembly.documents
        ],
    }


def from_json(outline: Mapping[str, Any]) -> Assembly:
    def ranges(written: Sequence[Sequence[int]]) -> Iterator[PageRange]:
        for number, first, last, turn in written:
            yield PageRange(outline["sources"][int(number)], int(first), int(last), int(turn))

    documents = [NewDocument(one["id"], one["title"], list(ranges(one["ranges"]))) for one in outline["documents"]]
    # Jobs of earlier releases have no contents and make no versions.
    return Assembly(documents, bool(outline["trash"]), outline.get("contents", {}), outline.get("version_of"))
