"""Reads a file portion by portion in the sandbox. Pages that cost too much are left out, so that others are kept."""

import time
from pathlib import Path

from docloft import reasons
from docloft.formats.format import Reader
from docloft.lifecycle.gaps import Gap
from docloft.sandbox import ChildFailed, Sandbox
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, Properties

# Pages in one call: all at first, and fewer after a page has killed the child, to find out which one it was.
_ALL = 1_000_000
_FEW = 32
_MOST_LOST = 12


def read_file(sandbox: Sandbox, reader: Reader, path: Path, until: float) -> Portion:
    """All portions of one file, read in the sandbox. A page that kills the child is left empty, up to _MOST_LOST of
    them; the reader reports at which page it is (docloft.step_reports), so that each one costs one child. Raises
    Refused for a file that cannot be read, and ChildFailed when every page crashes the child.
    """
    pages: list[str] = []
    lost: list[ChildFailed] = []
    found: set[str] = set()
    unread: list[int] = []
    attached: list[int] = []
    properties: Properties = {}
    costly: int | None = None
    total, left, most = 0, MAX_CHARACTERS, _ALL
    while True:
        over = time.monotonic() >= until
        try:
            portion = sandbox.call(reader.target, reader.arguments(str(path), len(pages), left, most), Portion)
        except ChildFailed as failure:
            most = _fewer(sandbox, reader, path, len(pages), most, failure)
            if most and failure.how == "time":
                # A portion ends after a few seconds, so the page it had reached took the rest of the time. It is not
                # tried again.
                costly = failure.reached
            if most == 0:
                lost.append(failure)
                pages.append("")
                most = _ALL
            if not (over or len(lost) > _MOST_LOST):
                continue
            if not total:
                raise
            found |= {Gap.PAGES_LOST, Gap.TEXT_CUT}
            truncated = True
            break
        pages.extend(portion["pages"])
        total = portion["total"]
        if costly == len(pages) < total:
            lost.append(ChildFailed("time", reasons.TOO_SLOW))
            pages.append("")
            most, costly = _ALL, None
        left -= sum(map(len, portion["pages"]))
        found.update(portion.get("partial", ()))
        unread += portion.get("unread", ())
        attached += portion.get("attached", ())
        properties = properties or portion.get("properties", {})
        has_more = portion.get("next") is not None
        if has_more and left > 0 and time.monotonic() < until:
            continue
        if lost and len(lost) == len(pages) and any(not one.is_costly for one in lost):
            raise lost[0]
        is_cut = portion["truncated"] or has_more
        found.update(gap for gap, given in ((Gap.TEXT_CUT, is_cut), (Gap.PAGES_LOST, lost)) if given)
        truncated = is_cut or bool(lost)
        break
    return {
        "pages": pages,
        "total": total,
        "truncated": truncated,
        "partial": list(found),
        "unread": unread,
        "attached": attached,
        "properties": properties,
    }


def _fewer(sandbox: Sandbox, reader: Reader, path: Path, first: int, most: int, failure: ChildFailed) -> int:
    """How many pages to request next, after a portion of `most` pages from page `first` killed the child. 0 if page
    `first` itself did: that page is lost. Raises the failure when there are no other pages to save.
    """
    if not reader.resumes:
        raise failure
    if most == _ALL and _count(sandbox, reader, path) == 1:
        if failure.is_costly:
            return 0
        raise failure
    # A child that was taken over may report anything: a page that is not in the portion is ignored.
    if failure.reached is not None and first <= failure.reached < first + most:
        return failure.reached - first
    if most == _ALL:
        return _FEW
    return 1 if most > 1 else 0


def _count(sandbox: Sandbox, reader: Reader, path: Path) -> int:
    counted = sandbox.call(reader.target, reader.arguments(str(path), 0, MAX_CHARACTERS, 0), Portion)
    total: int = counted["total"]
    return total
