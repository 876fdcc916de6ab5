"""The manifest of an index in S3: one small JSON object, `manifest.json`, written last and only in place of the one
that was read (If-Match). A manifest describes one state of the index exactly, and begins with the checksum of the rest.
No I/O and no engine here.

A manifest alone cannot show that it was replaced by an older one, or that there should be one. The head of the index
can: the library table has the generation and the digest of the manifest that was published last.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ulid import ULID

from docloft.clock import timestamp
from docloft.errors import ConflictError

FORMAT = 1
KEEP_UNUSED = timedelta(hours=1)
"""How long a pack is kept after the last manifest that lists it: by then, readers of that manifest have fetched it."""

MAX_COLLECTED = 10
"""The most old packs that are deleted after one commit."""

_MAX_TOUCHED = 2000


_FIELDS = {"format", "generation", "meta", "packs", "retired", "touched"}
"""Of a manifest without a checksum, as release 0.1 wrote it."""


class DamagedIndexError(ConflictError):
    """S3 does not contain what was published last: an object is missing, damaged or older. Rebuild the index."""

    def __init__(self) -> None:
        super().__init__("The search index of this library is damaged. No document is lost; the index can be rebuilt.")


class OutdatedIndexError(DamagedIndexError):
    """S3 has a complete index, but an older one than was published last."""


@dataclass(frozen=True, slots=True)
class Head:
    """The state of an index that was published last: the manifest's generation and digest, and how many documents the
    index has. Written to the library table after the manifest, so the manifest may be newer, but never older.
    """

    generation: int
    digest: str
    documents: int


@dataclass(frozen=True, slots=True)
class Pack:
    """One object: an uncompressed tar of the files that one commit added. Never rewritten. `files`: name -> bytes."""

    name: str
    size: int
    sha256: str
    files: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`meta` is the engine's meta.json. `retired`: packs no longer used, and since when. `touched`: what the last
    commits changed, (generation, document ids), newest last, so that a rebuild can catch up with a concurrent writer.
    """

    generation: int
    meta: str
    packs: tuple[Pack, ...]
    retired: tuple[tuple[str, str], ...] = ()
    touched: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def live_files(self) -> dict[str, int]:
        """Names and sizes of the files the index consists of now."""
        used = live_names(self.meta, [name for pack in self.packs for name in pack.files])
        return {name: size for pack in self.packs for name, size in pack.files.items() if name in used}

    @property
    def digest(self) -> str:
        """SHA-256 of its content, in hexadecimal digits."""
        return hashlib.sha256(_content(self)).hexdigest()

    @property
    def documents(self) -> int:
        """How many documents the index has."""
        segments = json.loads(self.meta)["segments"]
        return sum(one["max_doc"] - (one["deletes"] or {}).get("num_deleted_docs", 0) for one in segments)

    @property
    def head(self) -> Head:
        return Head(self.generation, self.digest, self.documents)

    def touched_since(self, generation: int) -> set[str] | None:
        """Ids changed by commits after `generation`; None when the log no longer reaches back that far."""
        known = {number for number, _ in self.touched}
        if any(number not in known for number in range(generation + 1, self.generation + 1)):
            return None
        return {name for number, names in self.touched if number > generation for name in names}


def oldest(manifest: Manifest) -> datetime:
    """When the oldest of its packs was written: the name of a pack is a ULID, which contains its time."""
    return min((ULID.from_str(pack.name).datetime for pack in manifest.packs), default=datetime.max.replace(tzinfo=UTC))


def verify(manifest: Manifest | None, head: Head | None) -> None:
    """Raises DamagedIndexError when `manifest` (None: there is none) cannot be the one that was published last, and
    OutdatedIndexError when it is an older one. Read the head first: a manifest published after that is newer. `head` is
    None for a library whose index was last written by release 0.1; then nothing is known.
    """
    if head is None:
        return
    if manifest is None:
        raise DamagedIndexError
    if manifest.generation < head.generation:
        raise OutdatedIndexError
    if manifest.generation == head.generation and manifest.digest != head.digest:
        raise DamagedIndexError


def followed(
    before: Manifest | None,
    meta: str,
    packs: Iterable[Pack],
    touched: Collection[str],
    moment: datetime,
    *,
    after: int = 0,
) -> Manifest:
    """The manifest after a commit whose files are in `packs`: unused packs are retired, packs that are due are removed
    from it (the caller deletes them), and the changed documents are added to a bounded log. Its generation is higher
    than that of `before`, and than `after`.
    """
    packs = tuple(packs)
    used = live_names(meta, [name for pack in packs for name in pack.files])
    kept = tuple(pack for pack in packs if any(name in used for name in pack.files))
    names = {pack.name for pack in kept}
    old = before or Manifest(0, meta, ())
    since = timestamp(moment)
    forgotten = set(due(old, moment))
    retired = {name: at for name, at in old.retired if name not in forgotten}
    for pack in (*old.packs, *packs):
        if pack.name not in names:
            retired.setdefault(pack.name, since)
    generation = max(old.generation, after) + 1
    log = (*old.touched, (generation, tuple(sorted(touched))))
    return Manifest(generation, meta, kept, tuple(retired.items()), _trimmed(log))


def due(manifest: Manifest, moment: datetime) -> list[str]:
    """Retired packs that may be deleted now."""
    limit = timestamp(moment - KEEP_UNUSED)
    return [name for name, since in manifest.retired if since < limit][:MAX_COLLECTED]


def live_names(meta: str, names: Iterable[str]) -> set[str]:
    """The files that belong to a meta.json: those of its segments, but only the newest delete list of each."""
    segments: dict[str, str | None] = {}
    for segment in json.loads(meta)["segments"]:
        deletes = segment["deletes"]
        segments[segment["segment_id"].replace("-", "")] = f"{deletes['opstamp']}.del" if deletes else None
    used = set()
    for name in names:
        stem, _, ending = name.partition(".")
        if stem in segments and (not ending.endswith("del") or ending == segments[stem]):
            used.add(name)
    return used


def encode(manifest: Manifest) -> bytes:
    return _begin(manifest.digest) + _content(manifest)[1:]


def decode(body: bytes) -> Manifest:
    """Raises DamagedIndexError for anything that `encode` of this format did not write: every bit counts."""
    try:
        content: dict[str, Any] = json.loads(body)
        digest = content.pop("sha256", None)
        if digest is None:
            intact = set(content) == _FIELDS
        else:
            begin = _begin(digest)
            intact = body.startswith(begin) and digest == hashlib.sha256(b"{" + body[len(begin) :]).hexdigest()
        if not intact or content["format"] != FORMAT:
            raise DamagedIndexError
        packs = tuple(Pack(one["name"], one["size"], one["sha256"], dict(one["files"])) for one in content["packs"])
        touched = tuple((int(number), tuple(names)) for number, names in content["touched"])
        retired = tuple((str(name), str(since)) for name, since in content["retired"])
        manifest = Manifest(int(content["generation"]), str(content["meta"]), packs, retired, touched)
        manifest.live_files()
        _ = manifest.documents
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError from error
    return manifest


def _content(manifest: Manifest) -> bytes:
    return json.dumps({"format": FORMAT, **asdict(manifest)}, separators=(",", ":")).encode()


def _begin(digest: str) -> bytes:
    return f'{{"sha256":"{digest}",'.encode()


def _trimmed(log: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    kept, names = len(log), 0
    while kept and names + len(log[kept - 1][1]) + 1 <= _MAX_TOUCHED:
        kept -= 1
        names += len(log[kept][1]) + 1
    return log[kept:]
