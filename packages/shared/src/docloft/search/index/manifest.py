"""The manifest of an index in S3: one small JSON object, `manifest.json`, written last and only in place of the one
that was read (If-Match). A manifest describes one state of the index exactly, and begins with the checksum of the rest.
No I/O and no engine here.

An index has one or more shards: a writer changes one of them, and a reader opens all of them as one index, because a
shard is a set of the engine's segments, and an index may have any number of segments. So scores use word frequencies of
the whole library, and no results have to be merged (docs/decisions/0040-shards.md). All shards are in one manifest, so
a division of the index is published atomically, like any commit.

The file is long because everything that a manifest guarantees, in both formats, is checked in one place.

A manifest alone cannot show that it was replaced by an older one, or that there should be one. The head of the index
can: the library table has the generation and the digest of the manifest that was published last.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from ulid import ULID

from docloft.clock import timestamp
from docloft.errors import ConflictError

FORMAT = 1
"""The format of a manifest with one shard, and the only one that release 0.1 can read."""
_SHARDS_FORMAT = 2
MOST_DOCUMENTS, MOST_BYTES = 50_000, 192 * 1024 * 1024
"""A shard with this many documents or bytes is full: later documents belong to a new one."""
KEEP_UNUSED = timedelta(hours=1)
"""How long a pack is kept after the last manifest that lists it: by then, readers of that manifest have fetched it."""

MAX_COLLECTED = 10
"""The most old packs that are deleted after one commit."""

_MAX_TOUCHED = 2000

NO_SEGMENTS = '{"segments":[]}'
"""The relevant parts of the meta.json of a shard without documents."""


_FIELDS = {"format", "generation", "meta", "packs", "retired", "touched"}
"""The fields of a manifest without a checksum, as release 0.1 wrote it."""


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
    """One object: an uncompressed tar of the files that one commit added. Never rewritten. `files`: name -> bytes.

    `xxh3`: the checksum that readers compare; empty for a pack that release 0.1 wrote, which has only `sha256`.
    Functions of that release, deployed beside newer ones, read `sha256`.
    """

    name: str
    size: int
    sha256: str
    files: dict[str, int]
    xxh3: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """The documents with greater ids than `after`, up to the `after` of the next shard. An id begins with the time of
    the document, so new documents belong to the last shard. `meta` is the engine's meta.json.
    """

    after: str
    meta: str
    packs: tuple[Pack, ...]

    def live_files(self) -> dict[str, int]:
        """Names and sizes of the files it consists of now."""
        used = live_names(self.meta, [name for pack in self.packs for name in pack.files])
        return {name: size for pack in self.packs for name, size in pack.files.items() if name in used}

    @property
    def documents(self) -> int:
        """How many documents it has."""
        segments = json.loads(self.meta)["segments"]
        return sum(one["max_doc"] - (one["deletes"] or {}).get("num_deleted_docs", 0) for one in segments)

    @property
    def is_full(self) -> bool:
        return self.documents >= MOST_DOCUMENTS or sum(self.live_files().values()) >= MOST_BYTES


@dataclass(frozen=True, slots=True)
class Manifest:
    """`shards`: at least one, in order; the first has no lower limit. `retired`: packs no longer used, and since when.
    `touched`: what the last commits changed, (generation, document ids), newest last, so that a rebuild can catch up
    with a concurrent writer.
    """

    generation: int
    shards: tuple[Shard, ...]
    retired: tuple[tuple[str, str], ...] = ()
    touched: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def meta(self) -> str:
        """The engine's meta.json of all shards as one index."""
        if len(self.shards) == 1:
            return self.shards[0].meta
        metas = [json.loads(shard.meta) for shard in self.shards]
        return json.dumps(metas[0] | {"segments": [segment for meta in metas for segment in meta["segments"]]})

    @property
    def packs(self) -> tuple[Pack, ...]:
        return tuple(pack for shard in self.shards for pack in shard.packs)

    def live_files(self) -> dict[str, int]:
        """Names and sizes of the files the index consists of now."""
        return {name: size for shard in self.shards for name, size in shard.live_files().items()}

    def shard_of(self, document_id: str) -> Shard:
        """The one that this document belongs to."""
        return next(shard for shard in reversed(self.shards) if not shard.after or shard.after < document_id)

    @property
    def is_uneven(self) -> bool:
        """Whether the library should be divided again: a shard has become twice as large as a full one, by documents
        that are older than the next shard, or most documents were deleted and there are many more shards than needed.
        """
        counts = [shard.documents for shard in self.shards]
        needed = -(-sum(counts) // MOST_DOCUMENTS) or 1
        return max(counts) > 2 * MOST_DOCUMENTS or len(counts) > 2 * needed + 2

    @property
    def digest(self) -> str:
        """SHA-256 of its content, in hexadecimal digits."""
        return hashlib.sha256(_content(self)).hexdigest()

    @property
    def documents(self) -> int:
        """How many documents the index has."""
        return sum(shard.documents for shard in self.shards)

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
    shards: Iterable[Shard],
    touched: Collection[str],
    moment: datetime,
    *,
    after: int = 0,
) -> Manifest:
    """The manifest after a commit that led to these shards: unused packs are retired, packs that are due are removed
    from it (the caller deletes them), and the changed documents are added to a bounded log. Its generation is higher
    than that of `before`, and than `after`.
    """
    given = tuple(shards)
    kept = tuple(_without_unused(shard) for shard in given)
    names = {pack.name for shard in kept for pack in shard.packs}
    old = before or Manifest(0, ())
    since = timestamp(moment)
    forgotten = set(due(old, moment))
    retired = {name: at for name, at in old.retired if name not in forgotten}
    for pack in (*old.packs, *(pack for shard in given for pack in shard.packs)):
        if pack.name not in names:
            retired.setdefault(pack.name, since)
    generation = max(old.generation, after) + 1
    log = (*old.touched, (generation, tuple(sorted(touched))))
    return Manifest(generation, kept, tuple(retired.items()), _trimmed(log))


def _without_unused(shard: Shard) -> Shard:
    used = shard.live_files()
    packs = tuple(pack for pack in shard.packs if any(name in used for name in pack.files))
    return Shard(shard.after, shard.meta, packs)


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
        if not intact or content["format"] not in {FORMAT, _SHARDS_FORMAT}:
            raise DamagedIndexError
        listed = content["shards"] if content["format"] == _SHARDS_FORMAT else [{"after": "", **content}]
        shards = tuple(Shard(str(one["after"]), str(one["meta"]), _packs(one["packs"])) for one in listed)
        if not _in_order(shards):
            raise DamagedIndexError
        touched = tuple((int(number), tuple(names)) for number, names in content["touched"])
        retired = tuple((str(name), str(since)) for name, since in content["retired"])
        manifest = Manifest(int(content["generation"]), shards, retired, touched)
        manifest.live_files()
        _ = manifest.documents
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndexError from error
    return manifest


def _packs(listed: Iterable[Any]) -> tuple[Pack, ...]:
    return tuple(
        Pack(one["name"], one["size"], one["sha256"], dict(one["files"]), str(one.get("xxh3", ""))) for one in listed
    )


def _in_order(shards: Sequence[Shard]) -> bool:
    limits = [shard.after for shard in shards]
    return limits[:1] == [""] and all(one < other for one, other in pairwise(limits))


def _content(manifest: Manifest) -> bytes:
    rest = {"retired": manifest.retired, "touched": manifest.touched}
    if len(manifest.shards) == 1:
        [only] = manifest.shards
        packs = [asdict(pack) for pack in only.packs]
        content = {"format": FORMAT, "generation": manifest.generation, "meta": only.meta, "packs": packs}
    else:
        shards = [asdict(shard) for shard in manifest.shards]
        content = {"format": _SHARDS_FORMAT, "generation": manifest.generation, "shards": shards}
    return json.dumps({**content, **rest}, separators=(",", ":")).encode()


def _begin(digest: str) -> bytes:
    return f'{{"sha256":"{digest}",'.encode()


def _trimmed(log: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    kept, names = len(log), 0
    while kept and names + len(log[kept - 1][1]) + 1 <= _MAX_TOUCHED:
        kept -= 1
        names += len(log[kept][1]) + 1
    return log[kept:]
