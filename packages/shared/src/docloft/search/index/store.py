"""Local copies of a library's index in S3 (`location`), which are brought up to date, changed and published.

An index consists of one or more shards (`manifest`). A commit changes one of them. It writes its pack first and then
the manifest, in place of exactly the manifest it started from: a crash in between leaves a pack that no manifest lists
(deleted later), and a second writer is refused and starts again from what the first one wrote. The caller writes the
head to the library table last.

The file is long because a copy's files, its shards and its manifest only change together.
"""

import json
import shutil
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path

from docloft import objects
from docloft.clock import now
from docloft.errors import NotFoundError
from docloft.ids import new_id
from docloft.search.index import manifest as manifests
from docloft.search.index import packs, publication
from docloft.search.index.location import Location
from docloft.search.index.manifest import NO_SEGMENTS, DamagedIndexError, Head, Manifest, Pack, Shard
from docloft.search.index.scratch import make_folder

_threads = ThreadPoolExecutor(8, "packs")
"""For the downloads of all libraries together, kept for the life of the process."""
_ATTEMPTS = 3
_ORPHANS_EVERY = 64
_DAMAGED_SECONDS = 60.0
"""How long a pack that was found damaged is not downloaded again for the same manifest."""

_OTHERS_BYTES = 160 * 1024 * 1024
"""How much a writer keeps in its folder of the shards that it changed before, besides the one that it changes now."""


class Copy:
    """Files of an index in the scratch space: those of all shards, as one index for the engine, or of one shard, to
    change it. `shards`: which ones, with the objects (packs) that the files were read from or written to. `path`
    changes when the copy is cleared. `is_partial`: other shards are damaged, and `manifest` is without them.
    """

    def __init__(self, location: Location, kind: str) -> None:
        self.location = location
        self.kind = kind
        self.path = make_folder(kind)
        self.etag: str | None = None
        self.manifest: Manifest | None = None
        self.shards: tuple[Shard, ...] = ()
        self.is_partial = False
        self._about: str | None = None
        self._damaged: tuple[str, float] = ("", 0.0)

    @property
    def packs(self) -> tuple[Pack, ...]:
        return tuple(pack for shard in self.shards for pack in shard.packs)

    @property
    def documents(self) -> int:
        """How many documents its shards have."""
        return sum(shard.documents for shard in self.shards)

    def size(self) -> int:
        return sum(file.stat().st_size for file in self.path.glob("*")) if self.path.exists() else 0

    def clear(self) -> None:
        """Deletes the files; the next pull fetches everything again."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path = make_folder(self.kind)
        self.etag, self.manifest, self.shards, self.is_partial = None, None, (), False

    def drop_unpublished(self) -> None:
        """Deletes what a commit added that could not be published. A file of the faster writer may have the
        same name and size: the engine names a delete list after its segment and the number of changes.
        """
        live = self.manifest.live_files() if self.manifest else {}
        for file in self.path.iterdir():
            if file.name not in live and not file.name.startswith((".", "meta.json")):
                file.unlink()

    def pull_again(self) -> None:
        """Fetches everything again that the last pull fetched."""
        about = self._about
        self.clear()
        self.pull(about=about)

    def pull(self, head: Head | None = None, about: str | None = None) -> bool:
        """Updates the copy to the state in S3, fetching only missing packs; one conditional GET when nothing changed.
        `about`: only the shard that this document belongs to. Returns whether anything changed. Raises
        DamagedIndexError, even when S3 has an older index than `head`. The copy is then unchanged; if it was
        empty or partial, it has all shards that are intact.
        """
        self._about = about
        for _ in range(_ATTEMPTS):
            try:
                found = objects.read_if_changed(self.location.manifest_key, self.etag)
            except NotFoundError:
                manifests.verify(None, head)
                changed = self.manifest is not None
                if changed:
                    self.clear()
                return changed
            if found is None:
                manifests.verify(self.manifest, head)
                manifest, etag = self.manifest, self.etag
                if about is None or manifest is None or self.shards == (manifest.shard_of(about),):
                    return False
            else:
                body, etag = found
                manifest = manifests.decode(body)
                manifests.verify(manifest, head)
            if etag is not None and self._damaged[0] == etag and time.monotonic() < self._damaged[1]:
                raise DamagedIndexError
            try:
                self.take(manifest.shards if about is None else [manifest.shard_of(about)], manifest)
            except NotFoundError:
                # Deleted in the meantime, so there is a newer manifest.
                continue
            except DamagedIndexError:
                self._damaged = (etag or "", time.monotonic() + _DAMAGED_SECONDS)
                raise
            self.etag, self.manifest = etag, manifest
            return True
        raise DamagedIndexError

    def take(self, shards: Sequence[Shard], manifest: Manifest | None = None) -> None:
        """Makes these shards the index in the folder, fetching missing packs. Files of other shards of `manifest` are
        kept, a few. Raises DamagedIndexError and NotFoundError; then the copy is unchanged, but see `pull`.
        """
        failed = self._fetch(shards)
        if failed and manifest is not None and len(shards) > 1:
            self._take_intact(manifest, failed)
        for error in failed.values():
            raise error
        self._settle(shards, manifest)
        self.is_partial = False

    def begin(self, after: str, manifest: Manifest | None = None) -> None:
        """Makes a new, empty shard the index in the folder; it is published with the first commit. Files of
        other shards of `manifest` are kept, a few.
        """
        self._settle([Shard(after, NO_SEGMENTS, ())], manifest)
        (self.path / "meta.json").unlink()

    def _take_intact(self, manifest: Manifest, failed: Mapping[str, Exception]) -> None:
        if self.manifest is not None and not self.is_partial:
            return
        intact = tuple(shard for shard in manifest.shards if shard.after not in failed)
        if not intact:
            return
        self._settle(intact, None)
        self.manifest, self.is_partial = replace(manifest, shards=intact), True

    def _fetch(self, shards: Iterable[Shard]) -> dict[str, Exception]:
        """Fetches the missing files. Returns an error for each shard that cannot be used, by its `after`."""
        jobs: list[tuple[Shard, Future[None]]] = []
        try:
            for shard in shards:
                missing = {name for name, size in shard.live_files().items() if not _has(self.path / name, size)}
                for pack in shard.packs:
                    if not missing.isdisjoint(pack.files):
                        key = self.location.pack_key(pack.name)
                        jobs.append((shard, _threads.submit(packs.download, pack, key, self.path, missing)))
        finally:
            # Even when a thread could not be started, because nothing may write into this folder later.
            wait([future for _, future in jobs])
        failed: dict[str, Exception] = {}
        for shard, future in jobs:
            error = future.exception()
            if isinstance(error, NotFoundError | DamagedIndexError):
                failed.setdefault(shard.after, error)
            elif error is not None:
                raise error
        return failed

    def _settle(self, shards: Sequence[Shard], manifest: Manifest | None) -> None:
        """Makes these shards the engine's index. Without `.managed.json`, the engine would never delete the files
        that its merges leave behind; with files of other shards in it, it would delete those.
        """
        index = Manifest(0, tuple(shards))
        live = set(index.live_files())
        others = set(manifest.live_files()) - live if manifest else set()
        if sum(_size(self.path / name) for name in others) > _OTHERS_BYTES:
            others = set()
        for file in self.path.iterdir():
            if file.name not in live and file.name not in others and not file.name.startswith(".tantivy"):
                file.unlink()
        (self.path / ".managed.json").write_text(json.dumps(sorted({*live, "meta.json"})))
        (self.path / "meta.json").write_text(index.meta)
        self.shards = index.shards

    def send(self) -> Shard:
        """Writes what the engine committed to the one shard in this folder as packs; no manifest lists them yet. Reuses
        packs that were already written.
        """
        [own] = self.shards
        meta = (self.path / "meta.json").read_text()
        live = manifests.live_names(meta, (file.name for file in self.path.iterdir()))
        known = {name for pack in own.packs for name in pack.files}
        new = tuple(self._send(names) for names in packs.group(self.path, sorted(live - known)))
        own = Shard(own.after, meta, own.packs + new)
        self.shards = (own,)
        return own

    def push(
        self,
        before: Manifest | None,
        etag: str | None,
        touched: Collection[str],
        *,
        to: Location | None = None,
        after: int = 0,
        others: Iterable[Shard] | None = None,
    ) -> Manifest:
        """Publishes what the engine committed to the one shard in this folder, with the `others` (None: those of
        `before`), in place of the manifest `before`, whose ETag is given (None: there must be none yet); at another
        location if `to` is given; as a generation higher than `after`. Does nothing when the same files are already
        published. Raises objects.StaleObjectError when another writer was faster; the next attempt reuses the packs
        that were already uploaded.
        """
        by_limit = {shard.after: shard for shard in (before.shards if others is None and before else others or ())}
        own = self.send()
        by_limit[own.after] = own
        shards = [by_limit[limit] for limit in sorted(by_limit)]
        if before is not None and _same(before.shards, shards):
            return before
        moment = now()
        manifest = manifests.followed(before, shards, touched, moment, after=after)
        self.etag = objects.write(
            (to or self.location).manifest_key,
            manifests.encode(manifest),
            "application/json",
            if_match=etag,
            if_absent=etag is None,
        )
        self.manifest = manifest
        self.shards = tuple(shard for shard in manifest.shards if shard.after == own.after)
        self._collect(manifests.due(before, moment) if before else [])
        return manifest

    def _send(self, names: list[str]) -> Pack:
        name = new_id()
        return packs.upload(name, self.location.pack_key(name), self.path, names)

    def _collect(self, names: list[str]) -> None:
        """Deletes old packs and, occasionally, those orphaned by a crash."""
        if self.manifest is not None and self.manifest.generation % _ORPHANS_EVERY == 0:
            names = [*names, *publication.orphans(self.location, self.manifest)]
            publication.remove_previous(self.location)
        for name in names:
            objects.remove(self.location.pack_key(name))


def _same(some: Iterable[Shard], others: Iterable[Shard]) -> bool:
    """Whether these consist of the same files. The engine writes another meta.json for a commit without changes."""
    return [(one.after, one.packs, set(one.live_files())) for one in some] == [
        (one.after, one.packs, set(one.live_files())) for one in others
    ]


def _has(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size == size


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
