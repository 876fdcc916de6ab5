"""A library's index in S3 and the local copies of it.

    index/<library>/v<schema>/manifest.json      which packs, and the engine's meta.json
    index/<library>/v<schema>/packs/<ulid>.tar   the files one commit added; never rewritten

A commit writes its pack first and then the manifest, in place of exactly the manifest it started from: a crash in
between leaves a pack that no manifest lists (deleted later), and a second writer is refused and starts again from what
the first one wrote. The caller writes the head to the library table last.
"""

import json
import shutil
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from docloft import objects
from docloft.clock import now
from docloft.errors import NotFoundError
from docloft.ids import new_id
from docloft.search.engine.schema import PREVIOUS_VERSION, VERSION
from docloft.search.index import manifest as manifests
from docloft.search.index import packs
from docloft.search.index.manifest import DamagedIndexError, Head, Manifest, Pack
from docloft.search.index.scratch import make_folder

_threads = ThreadPoolExecutor(8, "packs")
"""For the downloads of all libraries together, kept for the life of the process."""
_ATTEMPTS = 3
_ORPHANS_EVERY = 64
_DAMAGED_SECONDS = 60.0
"""How long a pack that was found damaged is not downloaded again for the same manifest."""


NAMES = ("manifest",)
"""Of the indexes of a library."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One index. A library has one today; a larger library may have several; callers do not see this. `name` is the
    manifest's. `version`: that of its schema.
    """

    library_id: str
    name: str
    version: int = VERSION

    @property
    def key(self) -> str:
        """Of its local copies."""
        return f"{self.library_id}/{self.name}"

    @property
    def prefix(self) -> str:
        """Of its objects in S3."""
        return f"{objects.index_prefix(self.library_id)}v{self.version}/"

    @property
    def manifest_key(self) -> str:
        return f"{self.prefix}{self.name}.json"

    @property
    def draft(self) -> "Shard":
        """The index that a rebuild is building. Its packs are stored next to the others; readers ignore it."""
        return Shard(self.library_id, "rebuild", self.version)

    @property
    def previous(self) -> "Shard":
        """The same index as the previous release wrote it."""
        return Shard(self.library_id, self.name, PREVIOUS_VERSION)

    def pack_key(self, name: str) -> str:
        return f"{self.prefix}packs/{name}.tar"


def shards_of(library_id: str) -> list[Shard]:
    """All indexes of a library; their results are merged."""
    return [Shard(library_id, name) for name in NAMES]


def shard_for(library_id: str, document_id: str) -> Shard:  # noqa: ARG001 - beyond 100,000 documents it will decide
    """The index a document belongs to."""
    return shards_of(library_id)[0]


class Copy:
    """A shard's files in the scratch space. `path` changes when the copy is cleared. `packs` are the objects its files
    were read from or written to.
    """

    def __init__(self, shard: Shard, kind: str) -> None:
        self.shard = shard
        self.kind = kind
        self.path = make_folder(kind)
        self.etag: str | None = None
        self.manifest: Manifest | None = None
        self.packs: tuple[Pack, ...] = ()
        self._damaged: tuple[str, float] = ("", 0.0)

    def size(self) -> int:
        return sum(file.stat().st_size for file in self.path.glob("*")) if self.path.exists() else 0

    def clear(self) -> None:
        """Deletes the files; the next pull fetches everything again."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path = make_folder(self.kind)
        self.etag, self.manifest, self.packs = None, None, ()

    def pull(self, head: Head | None = None) -> bool:
        """Updates the copy to the state in S3, fetching only missing packs; one conditional GET when nothing changed.
        Returns whether anything changed. Raises DamagedIndexError, also when S3 has an older index than `head`: the
        copy is then as it was before.
        """
        for _ in range(_ATTEMPTS):
            try:
                found = objects.read_if_changed(self.shard.manifest_key, self.etag)
            except NotFoundError:
                manifests.verify(None, head)
                changed = self.manifest is not None
                if changed:
                    self.clear()
                return changed
            if found is None:
                manifests.verify(self.manifest, head)
                return False
            body, etag = found
            manifest = manifests.decode(body)
            manifests.verify(manifest, head)
            if self._damaged[0] == etag and time.monotonic() < self._damaged[1]:
                raise DamagedIndexError
            try:
                self._fetch(manifest)
            except NotFoundError:
                # Deleted in the meantime, so there is a newer manifest.
                continue
            except DamagedIndexError:
                self._damaged = (etag, time.monotonic() + _DAMAGED_SECONDS)
                raise
            self._settle(manifest)
            self.etag, self.manifest, self.packs = etag, manifest, manifest.packs
            return True
        raise DamagedIndexError

    def _fetch(self, manifest: Manifest) -> None:
        missing = {name for name, size in manifest.live_files().items() if not _has(self.path / name, size)}
        wanted = [pack for pack in manifest.packs if not missing.isdisjoint(pack.files)]

        def fetch(pack: Pack) -> None:
            packs.download(pack, self.shard.pack_key(pack.name), self.path, missing)

        futures = [_threads.submit(fetch, pack) for pack in wanted]
        wait(futures)
        for future in futures:
            future.result()

    def _settle(self, manifest: Manifest) -> None:
        """Makes the folder match the manifest exactly. Without `.managed.json`, the engine would never delete the files
        that its merges leave behind.
        """
        live = set(manifest.live_files())
        for file in self.path.iterdir():
            if file.name not in live and not file.name.startswith(".tantivy"):
                file.unlink()
        (self.path / ".managed.json").write_text(json.dumps(sorted({*live, "meta.json"})))
        (self.path / "meta.json").write_text(manifest.meta)

    def push(
        self,
        before: Manifest | None,
        etag: str | None,
        touched: Collection[str],
        *,
        to: Shard | None = None,
        after: int = 0,
    ) -> Manifest:
        """Publishes what the engine committed in this folder, in place of the manifest `before`, whose ETag is given
        (None: there must be none yet); as another shard if `to` is given; as a generation higher than `after`. Does
        nothing when these files are already published. Raises objects.StaleObjectError when another writer was first;
        the next attempt reuses the packs that were already uploaded.
        """
        meta = (self.path / "meta.json").read_text()
        live = manifests.live_names(meta, (file.name for file in self.path.iterdir()))
        if before is not None and before.packs == self.packs and live == set(before.live_files()):
            return before
        known = {name for pack in self.packs for name in pack.files}
        self.packs += tuple(self._send(names) for names in packs.group(self.path, sorted(live - known)))
        moment = now()
        manifest = manifests.followed(before, meta, self.packs, touched, moment, after=after)
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

    def _send(self, names: list[str]) -> Pack:
        name = new_id()
        return packs.upload(name, self.shard.pack_key(name), self.path, names)

    def _collect(self, names: list[str]) -> None:
        """Deletes old packs and, occasionally, those orphaned by a crash."""
        if self.manifest is not None and self.manifest.generation % _ORPHANS_EVERY == 0:
            names = [*names, *_orphans(self.shard, self.manifest)]
            remove_previous(self.shard)
        for name in names:
            objects.remove(self.shard.pack_key(name))


def published(shard: Shard) -> tuple[Manifest | None, str | None]:
    """The current manifest and its ETag; (None, ETag) when it cannot be decoded and has to be overwritten; (None, None)
    when there is none.
    """
    try:
        body, etag = objects.read(shard.manifest_key)
    except NotFoundError:
        return None, None
    try:
        return manifests.decode(body), etag
    except DamagedIndexError:
        return None, etag


def remove_previous(shard: Shard) -> None:
    """Deletes what the previous release wrote of this index, at most MAX_COLLECTED objects, once that has been unused
    for KEEP_UNUSED: functions of that release may still be running, and a rebuild may have failed to publish.
    """
    manifest, _ = published(shard)
    if manifest is None or manifests.oldest(manifest) > now() - manifests.KEEP_UNUSED:
        return
    listing = objects.client().list_objects_v2(
        Bucket=objects.bucket(), Prefix=shard.previous.prefix, MaxKeys=manifests.MAX_COLLECTED
    )
    for entry in listing.get("Contents", []):
        objects.remove(entry["Key"])


def _orphans(shard: Shard, manifest: Manifest) -> list[str]:
    """Packs that no manifest lists, older than any writer's attempt; at most MAX_COLLECTED."""
    named = {pack.name for pack in manifest.packs} | {name for name, _ in manifest.retired}
    unfinished, _ = published(shard.draft)
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
