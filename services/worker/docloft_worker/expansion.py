"""Use case: make documents from the parts of a file. The sandbox's child extracts them; this side counts, names and
stores them. Their bytes go to the inbox, where S3's event has them received like an upload.

May be repeated at any point, also by two workers at once: the id of a part's document follows from its bytes and its
parent, and it is created in one transaction with its Part record.

Longer than most modules because extracting parts and making documents from them share the same limits.
"""

import hashlib
import mimetypes
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from docloft import objects, tables
from docloft.clock import now
from docloft.documents import changes, parts
from docloft.documents.names import clean_file_name, title_from
from docloft.documents.parts import Allowance
from docloft.documents.states import State
from docloft.errors import NotFoundError, Refused
from docloft.formats.format import ListedPart, Listing, Parts, Piece, Pieces
from docloft.sandbox import ChildFailed, Sandbox
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft_worker.leases import ACTOR
from docloft_worker.time_limit import NoTimeLeftError, require_time

PIECE_BYTES = 4 * 1024 * 1024
"""Bytes that the child returns at a time: with Base64 and JSON, it needs four times as much memory."""

MAX_PART_BYTES = 100 * 1024 * 1024
"""The default limit of an upload. A function has 512 MB of scratch space for the file and one part."""

RECEIVED_BY = timedelta(minutes=20)
"""If no event has arrived by then, the sweeper receives the part."""

_MOST_FAILURES = 3
"""After this many calls in which the child fails, the remaining parts are left out: each call may take 40 s."""

_PAUSE = 5

_PATH_LIMIT = 500
_JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_JUNK_FOLDERS = frozenset({"__macosx", ".git", ".svn"})


@dataclass(frozen=True, slots=True)
class Expansion:
    """`children`: how many parts became documents. `left_out`: whether there are parts that did not."""

    children: int = 0
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class _Taken:
    """A part that the child has extracted, as a file."""

    number: int
    path: Path
    size: int
    checksum_sha256: str


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
    """Makes documents of the parts of `path`, the original of `document`; `pages` are those with files of their own.
    Raises NoTimeLeftError after `until` (time.monotonic); the next call continues with the parts that were not received
    yet. A part that cannot be extracted is left out. If a part takes a whole call, it and all later ones are left out,
    because the next call would get no further. With `is_last`, no other call follows: the parts that remain after
    `until` are skipped.
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
    family = _Family(document, chosen, allowance)
    is_whole = _take_out(family, _Withdrawal(of, path, sandbox, budget), until, is_last=is_last)
    left_out = listing["left_out"] or len(chosen) < len(wanted) or not is_whole
    return Expansion(_count(document), left_out)


def _count(document: Document) -> int:
    """The number of parts that are documents, even if a file that was opened before can no longer be opened."""
    return len(parts.list_parts(document.library_id, document.document_id))


def _take_out(family: "_Family", withdrawal: "_Withdrawal", until: float, *, is_last: bool) -> bool:
    """Makes documents from the parts that have not been received yet. Returns whether none of them was left out."""
    lost, added = 0, 0
    try:
        for taken in withdrawal.run(family.missing(), until):
            if taken is None:
                lost += 1
            else:
                family.add(taken)
                added += 1
    except NoTimeLeftError:
        if not is_last and (added or not withdrawal.calls):
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


class _Withdrawal:
    """Extracts parts from a file, one after the other, through the sandbox."""

    def __init__(self, of: Parts, path: Path, sandbox: Sandbox, budget: int) -> None:
        self._of, self._path, self._sandbox = of, path, sandbox
        self._budget = budget
        self._failures = 0
        self.calls = 0
        self._file = path.with_name("part")
        self._begin()

    def run(self, numbers: Sequence[int], until: float) -> Iterator[_Taken | None]:
        """Each part as a file that exists until the next one is requested; None for a part that cannot be extracted."""
        left = list(numbers)
        while left and self._failures < _MOST_FAILURES and self._budget >= 0:
            require_time(until, pause=_PAUSE)
            for piece in self._pieces(left):
                if not left or piece["number"] != left[0]:
                    # Such a result can only come from a malicious file that took over the child.
                    break
                state = self._kept(piece)
                if state != "more":
                    number = left.pop(0)
                    yield self._taken(number) if state == "last" and self._size else None
                    self._begin()
        yield from (None for _ in left)

    def _pieces(self, numbers: Sequence[int]) -> Sequence[Piece]:
        """The next pieces. When the child fails, only those of the first part; after another failure it is lost."""
        for some in ([*numbers], [*numbers[:1]])[len(numbers) == 1 :]:
            self.calls += 1
            arguments = self._of.arguments(str(self._path), numbers=some, offset=self._size, most=PIECE_BYTES)
            try:
                pieces: Any = self._sandbox.call(self._of.pieces, arguments, Pieces)["pieces"]
            except ChildFailed:
                self._failures += len(some) == 1
            except Refused:
                continue
            else:
                if pieces:
                    return pieces  # type: ignore[no-any-return]
        return [{"number": numbers[0], "content": "", "state": "lost"}]

    def _kept(self, piece: Piece) -> str:
        """Keeps the bytes of a piece and returns its state: "lost" for one that exceeds a limit."""
        try:
            content = b64decode(piece["content"], validate=True)
        except ValueError:
            return "lost"
        with self._file.open("ab") as opened:
            opened.write(content)
        self._digest.update(content)
        self._size += len(content)
        self._budget -= len(content)
        if self._size > MAX_PART_BYTES or self._budget < 0 or (piece["state"] == "more" and not content):
            return "lost"
        return piece["state"]

    def _begin(self) -> None:
        self._file.write_bytes(b"")
        self._digest = hashlib.sha256()
        self._size = 0

    def _taken(self, number: int) -> _Taken:
        return _Taken(number, self._file, self._size, b64encode(self._digest.digest()).decode())


class _Family:
    """The documents made from the parts of one document."""

    def __init__(self, parent: Document, chosen: Sequence[ListedPart], allowance: Allowance) -> None:
        self._parent = parent
        self._listed = {one["number"]: one for one in chosen}
        self._total = sum(one["size"] for one in chosen)
        self._allowance = allowance
        self._parts = parts.list_parts(parent.library_id, parent.document_id)
        self._known = {part.document_id for part in self._parts}
        self._of_file = {part.document_id for part in self._parts if part.file_id == parent.file_id}
        self._delivered: set[str] = set()

    def missing(self) -> list[int]:
        """The numbers of the parts whose documents do not exist, or wait for their bytes. The name is compared, too,
        because another release may number the parts differently.
        """
        found = tables.documents.find_many(self._parent.library_id, self._of_file)
        received = {one.document_id for one in found if one.state != State.AWAITING_UPLOAD}
        done = {(int(one.number), one.name) for one in self._parts if one.document_id in received}
        return [number for number, one in self._listed.items() if (number, clean_path(one["name"])) not in done]

    def add(self, taken: _Taken) -> None:
        """Idempotent."""
        library_id, parent_id = self._parent.library_id, self._parent.document_id
        name = clean_path(self._listed[taken.number]["name"])
        document_id = parts.part_id(parent_id, taken.checksum_sha256)
        if document_id not in self._known:
            holder = changes.holder_of(library_id, taken.checksum_sha256)
            if holder is not None and holder != document_id:
                parts.refer(library_id, parent_id, holder, **self._place(name, taken), actor=ACTOR)
                return
            self._create(document_id, name, taken)
            self._known.add(document_id)
        elif document_id not in self._of_file:
            # An earlier version of the mail or archive contains the same part.
            tables.library.replace(parts.record(library_id, parent_id, document_id, **self._place(name, taken)))
            self._of_file.add(document_id)
        if document_id not in self._delivered:
            # An archive may contain the same bytes a thousand times.
            self._deliver(document_id, taken)
            self._delivered.add(document_id)

    def _place(self, name: str, taken: _Taken) -> dict[str, Any]:
        return {"name": name, "number": taken.number, "file_id": self._parent.file_id}

    def _create(self, document_id: str, name: str, taken: _Taken) -> None:
        file_name = clean_file_name(name)
        # The sizes that a file lists may be too small: the shares together must not exceed the whole.
        size = min(taken.size, self._listed[taken.number]["size"])
        share = self._allowance.share_of(size, parts=len(self._listed), total_bytes=self._total)
        document = Document(
            self._parent.library_id,
            document_id,
            state=State.AWAITING_UPLOAD,
            title=title_from(file_name),
            file_name=file_name,
            media_type=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
            size=taken.size,
            checksum_sha256=taken.checksum_sha256,
            created_by=self._parent.created_by,
            rules_due=self._parent.rules_due,
            parent_id=self._parent.document_id,
            depth=share.depth,
            parts_allowed=share.parts,
            bytes_allowed=share.total_bytes,
        )
        place = self._place(name, taken)
        part = parts.record(document.library_id, self._parent.document_id, document_id, **place)
        # Another worker stored the same part first.
        with suppress(transactions.StepRefusedError):
            changes.create(
                document,
                actor=ACTOR,
                due=now() + RECEIVED_BY,
                also=[transactions.Claim(part, holder="document_id")],
            )

    def _deliver(self, document_id: str, taken: _Taken) -> None:
        """Puts the bytes into the inbox, unless they were already received or the part was deleted."""
        try:
            document = tables.documents.find(self._parent.library_id, document_id)
        except NotFoundError:
            return
        if document.state == State.AWAITING_UPLOAD:
            objects.upload(
                objects.inbox_key(document.library_id, document_id),
                taken.path,
                document.media_type,
                checksum_sha256=taken.checksum_sha256,
            )


def _named(one: ListedPart, parent: Document) -> ListedPart:
    """A part without a name is the content of a file such as "invoice.xml.p7m" or "list.csv.gz"."""
    return one if one["name"] else {**one, "name": parent.file_name.rpartition(".")[0] or parent.file_name}


def clean_path(name: str) -> str:
    """The name of a part with its folders, each cleaned like a file name: no empty, `.` or `..` folders, no drive."""
    folders = name.replace("\\", "/").split("/")
    cleaned = (clean_file_name(folder) for folder in folders if folder.strip(". \t"))
    kept = [folder for folder in cleaned if not folder.endswith(":")]
    whole = "/".join(kept) or "document"
    return whole if len(whole) <= _PATH_LIMIT else kept[-1]


def _is_junk(name: str) -> bool:
    """Files that operating systems add to archives."""
    *folders, last = name.replace("\\", "/").lower().split("/")
    return last in _JUNK_NAMES or last.startswith("._") or not _JUNK_FOLDERS.isdisjoint(folders)
