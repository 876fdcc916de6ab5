"""A library's index in S3 and the local copies of it.

    index/<library>/v<schema>/manifest.json      which packs, and the engine's meta.json
    index/<library>/v<schema>/packs/<ulid>.tar   the files one commit added; never rewritten

A commit puts its pack first and the manifest last, over exactly the manifest it started from: a crash in between leaves
a pack nobody names (collected later), a second writer is refused and starts again from what the first one wrote.
"""

import hashlib
import json
import shutil
import tarfile
from base64 import b64encode
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from docloft import objects
from docloft.errors import NotFoundError
from docloft.identity import new_id, now
from docloft.search import manifest as manifests
from docloft.search.manifest import DamagedIndexError, Manifest, Pack
from docloft.search.schema import VERSION
from docloft.search.scratch import folder

PACK_BYTES = 48 * 1024 * 1024
"""A pack is closed when it has grown to this; one file may make it larger. A pack is held in memory to be sent."""

_THREADS = 8
_ATTEMPTS = 3
_ORPHANS_EVERY = 64


@dataclass(frozen=True, slots=True)
class Shard:
    """One index. A library has one today; more later without the callers knowing. `name` is the manifest's."""

    prefix: str
    name: str = "manifest"

    @property
    def manifest_key(self) -> str:
        return f"{self.prefix}{self.name}.json"

    @property
    def in_the_making(self) -> "Shard":
        """The index a rebuild is building, its packs beside the others: no reader looks at it."""
        return Shard(self.prefix, "rebuild")

    def pack_key(self, name: str) -> str:
        return f"{self.prefix}packs/{name}.tar"


def shards_of(library_id: str) -> list[Shard]:
    """Every index of a library; results of all of them merge."""
    return [Shard(f"{objects.index_prefix(library_id)}v{VERSION}/")]


def shard_for(library_id: str, document_id: str) -> Shard:  # noqa: ARG001 - beyond 100,000 documents it will decide
    """The index a document belongs to."""
    return shards_of(library_id)[0]


class Copy:
    """A shard's files in the scratch space. `path` changes when the copy is cleared. `packs` are the objects its files
    came from or went to.
    """

    def __init__(self, shard: Shard, kind: str) -> None:
        self.shard = shard
        self.kind = kind
        self.path = folder(kind)
        self.etag: str | None = None
        self.manifest: Manifest | None = None
        self.packs: tuple[Pack, ...] = ()

    def size(self) -> int:
        return sum(file.stat().st_size for file in self.path.glob("*")) if self.path.exists() else 0

    def clear(self) -> None:
        """Forgets everything; the next pull begins anew."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path = folder(self.kind)
        self.etag, self.manifest, self.packs = None, None, ()

    def pull(self) -> bool:
        """Brings the copy to what S3 holds, fetching only packs it lacks; one conditional GET when nothing changed.
        Answers whether anything changed. Raises DamagedIndexError.
        """
        for _ in range(_ATTEMPTS):
            try:
                found = objects.read_if_changed(self.shard.manifest_key, self.etag)
            except NotFoundError:
                changed = self.manifest is not None
                if changed:
                    self.clear()
                return changed
            if found is None:
                return False
            manifest = manifests.decode(found[0])
            try:
                self._fetch(manifest)
            except NotFoundError:
                # Collected since: a newer manifest is there already.
                self.etag = None
                continue
            self._settle(manifest)
            self.etag, self.manifest, self.packs = found[1], manifest, manifest.packs
            return True
        raise DamagedIndexError

    def _fetch(self, manifest: Manifest) -> None:
        lacking = {name for name, size in manifest.live_files().items() if not _has(self.path / name, size)}
        wanted = [pack for pack in manifest.packs if not lacking.isdisjoint(pack.files)]
        with ThreadPoolExecutor(_THREADS) as threads:
            for _ in threads.map(lambda pack: self._unpack(pack, lacking), wanted):
                pass

    def _unpack(self, pack: Pack, lacking: set[str]) -> None:
        file = self.path / f"{pack.name}.tar"
        for attempt in range(2):
            digest = objects.download(self.shard.pack_key(pack.name), file)
            if digest == pack.sha256 and file.stat().st_size == pack.size:
                break
            if attempt:
                file.unlink()
                raise DamagedIndexError
        with tarfile.open(file) as tar:
            for member in tar:
                source = tar.extractfile(member)
                if member.name in lacking and source is not None:
                    with (self.path / member.name).open("wb") as target:
                        shutil.copyfileobj(source, target, 1024 * 1024)
        file.unlink()

    def _settle(self, manifest: Manifest) -> None:
        """Makes the folder exactly what the manifest says. Without `.managed.json` the engine would never remove what
        its merges leave over.
        """
        live = set(manifest.live_files())
        for file in self.path.iterdir():
            if file.name not in live and not file.name.startswith(".tantivy"):
                file.unlink()
        (self.path / ".managed.json").write_text(json.dumps(sorted({*live, "meta.json"})))
        (self.path / "meta.json").write_text(manifest.meta)

    def push(
        self, before: Manifest | None, etag: str | None, touched: Collection[str], *, to: Shard | None = None
    ) -> Manifest:
        """Publishes what the engine committed in this folder, over the manifest `before` whose ETag is given (None:
        there must be none yet), as another shard if `to` names one. Does nothing when the files are the ones already
        published. Raises objects.StaleObjectError when another writer was first; packs sent until then serve the next
        attempt.
        """
        meta = (self.path / "meta.json").read_text()
        live = manifests.live_names(meta, (file.name for file in self.path.iterdir()))
        if before is not None and before.packs == self.packs and live == set(before.live_files()):
            return before
        known = {name for pack in self.packs for name in pack.files}
        self.packs += tuple(self._send(names) for names in self._groups(sorted(live - known)))
        moment = now()
        manifest = manifests.followed(before, meta, self.packs, touched, moment)
        self.etag = objects.write(
            (to or self.shard).manifest_key,
            manifests.encode(manifest),
            "application/json",
            if_match=etag,
            if_absent=etag is None,
        )
        self.manifest, self.packs = manifest, manifest.packs
        self._collect(manifests.due(before, moment) if before else [])
        return manifest

    def _groups(self, names: Iterable[str]) -> list[list[str]]:
        groups: list[list[str]] = []
        room = 0
        for name in names:
            size = (self.path / name).stat().st_size
            if not groups or size > room:
                groups.append([])
                room = PACK_BYTES
            groups[-1].append(name)
            room -= size
        return groups

    def _send(self, names: list[str]) -> Pack:
        name = new_id()
        file = self.path / f"{name}.tar"
        with tarfile.open(file, "w", format=tarfile.USTAR_FORMAT) as tar:
            for member in names:
                entry = tarfile.TarInfo(member)
                entry.size = (self.path / member).stat().st_size
                with (self.path / member).open("rb") as source:
                    tar.addfile(entry, source)
        body = file.read_bytes()
        file.unlink()
        objects.write(self.shard.pack_key(name), body, "application/x-tar")
        sizes = {member: (self.path / member).stat().st_size for member in names}
        return Pack(name, len(body), b64encode(hashlib.sha256(body).digest()).decode(), sizes)

    def _collect(self, names: list[str]) -> None:
        """Deletes old packs, and now and then those a crash left unnamed."""
        if self.manifest is not None and self.manifest.generation % _ORPHANS_EVERY == 0:
            names = [*names, *_orphans(self.shard, self.manifest)]
        for name in names:
            objects.remove(self.shard.pack_key(name))


def published(shard: Shard) -> tuple[Manifest | None, str | None]:
    """The manifest as it is now and its ETag; (None, ETag) for one that cannot be understood: it is written over."""
    try:
        body, etag = objects.read(shard.manifest_key)
    except NotFoundError:
        return None, None
    try:
        return manifests.decode(body), etag
    except DamagedIndexError:
        return None, etag


def _orphans(shard: Shard, manifest: Manifest) -> list[str]:
    """Packs no manifest names, older than any writer's attempt; at most a few."""
    named = {pack.name for pack in manifest.packs} | {name for name, _ in manifest.retired}
    unfinished, _ = published(shard.in_the_making)
    named |= {pack.name for pack in unfinished.packs} if unfinished else set()
    before = now() - manifests.KEEP_UNUSED
    found = []
    listing = objects.client().get_paginator("list_objects_v2")
    for page in listing.paginate(Bucket=objects.bucket(), Prefix=f"{shard.prefix}packs/"):
        for entry in page.get("Contents", []):
            name = entry["Key"].rsplit("/", 1)[-1].removesuffix(".tar")
            if name not in named and entry["LastModified"] < before:
                found.append(name)
    return found[: manifests.MAX_COLLECTED]


def _has(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size == size
