"""Use case: make documents from the parts of a file. The sandbox's child extracts them (part_extraction); this side
counts, names and stores them (part_documents). May be repeated at any point, also by two workers at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docloft.errors import Refused
from docloft.formats.format import ListedPart, Listing, Parts
from docloft.lifecycle import parts
from docloft.lifecycle.parts import Allowance
from docloft.sandbox import Sandbox
from docloft.tables.documents import Document
from docloft_worker.part_documents import PartDocuments
from docloft_worker.part_extraction import MAX_PART_BYTES, Extraction
from docloft_worker.time_limit import NoTimeLeftError

_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNK_FOLDERS = frozenset({"__macosx", ".git", ".svn"})


@dataclass(frozen=True, slots=True)
class Expansion:
    """`children`: how many parts became documents. `left_out`: whether there are parts that did not."""

    children: int = 0
    left_out: bool = False


def expand(
    document: Document,
    of: Parts,
    path: Path,
    sandbox: Sandbox,
    until: float,
    pages: Sequence[int] = (),
    *,
    is_last: bool = False,
) -> Expansion:
    """Makes documents from the parts of `path`, the original of `document`; `pages` are the pages that have attached
    files. Raises NoTimeLeftError after `until` (time.monotonic); the next call continues with the parts that were not
    received yet. A part that cannot be extracted is left out. If a part takes a whole call, it and all later ones are
    left out, because the next call would get no further. With `is_last`, no other call follows: the parts that remain
    after `until` are skipped.
    """
    allowance = parts.allowance_of(document)
    try:
        arguments = of.arguments(str(path), **({"pages": [*pages]} if pages else {}))
        listing: Any = sandbox.call(of.listing, arguments, Listing)
    except Refused:
        return Expansion(_count(document), left_out=True)
    listed = [_named(one, document) for one in listing["parts"]]
    wanted = [one for one in listed if not _is_junk(one["name"]) and one["size"] > 0]
    if allowance.depth >= parts.MAX_DEPTH:
        return Expansion(_count(document), left_out=listing["left_out"] or bool(wanted))
    chosen = _within(wanted, allowance, path.stat().st_size)
    # An entry may claim to be smaller than it is: the budget counts what is really taken out.
    budget = max(sum(one["size"] for one in chosen) * 2, parts.ALWAYS_ALLOWED_BYTES)
    made, extraction = PartDocuments(document, chosen, allowance), Extraction(of, path, sandbox, budget)
    is_whole = _take_out(made, extraction, until, is_last=is_last)
    left_out = listing["left_out"] or len(chosen) < len(wanted) or not is_whole
    return Expansion(_count(document), left_out)


def _count(document: Document) -> int:
    """The number of parts that are documents, even if a file that was opened before can no longer be opened."""
    return len(parts.list_parts(document.library_id, document.document_id))


def _take_out(made: PartDocuments, extraction: Extraction, until: float, *, is_last: bool) -> bool:
    """Makes documents from the parts that have not been received yet. Returns whether none of them was left out."""
    lost, added = 0, 0
    try:
        for part in extraction.run(made.missing(), until):
            if part is None:
                lost += 1
            else:
                made.add(part)
                added += 1
    except NoTimeLeftError:
        if not is_last and (added or not extraction.calls):
            raise
        return False
    return lost == 0


def _within(wanted: Sequence[ListedPart], allowance: Allowance, size: int) -> list[ListedPart]:
    """The first parts that are within all limits."""
    most_bytes = min(allowance.total_bytes, max(size * parts.MAX_RATIO, parts.ALWAYS_ALLOWED_BYTES))
    most = min(parts.MAX_PARTS, allowance.parts)
    chosen: list[ListedPart] = []
    for one in wanted:
        if len(chosen) == most:
            break
        if one["size"] <= min(MAX_PART_BYTES, most_bytes):
            chosen.append(one)
            most_bytes -= one["size"]
    return chosen


def _named(one: ListedPart, parent: Document) -> ListedPart:
    return one if one["name"] else {**one, "name": name_of_content(parent)}


def name_of_content(parent: Document) -> str:
    """The name of a part without one, which is the content of a file such as "invoice.xml.p7m" or "list.csv.gz"."""
    return parent.file_name.rpartition(".")[0] or parent.file_name


def _is_junk(name: str) -> bool:
    """Files that operating systems add to archives."""
    *folders, last = name.replace("\\", "/").lower().split("/")
    return last in _JUNK_NAMES or last.startswith("._") or not _JUNK_FOLDERS.isdisjoint(folders)
