"""An index that is built next to the published one and then replaces it. An unfinished draft can be saved
(`rebuild.json`) and resumed by another process.
"""

from collections.abc import Collection
from functools import partial
from itertools import zip_longest

import tantivy
from ulid import ULID

from docloft import objects
from docloft.clock import now
from docloft.errors import ConflictError, NotFoundError
from docloft.search.index import manifest as manifests
from docloft.search.index.location import Location
from docloft.search.index.manifest import NO_SEGMENTS, DamagedIndexError, Head, Manifest, Shard
from docloft.search.index.open_indexes import Heads
from docloft.search.index.opening import open_or_create
from docloft.search.index.publication import damaged_shards, published, remove_previous
from docloft.search.index.store import Copy
from docloft.search.index.writing import Apply, documents_in, lies_between, write

_MAX_AGE_SECONDS = 6 * 3600.0
"""An older draft is discarded: another release may have split words differently."""


class Draft:
    """One shard of the draft is open at a time. `versions`: its documents and their versions. Only one draft of an
    index can be written at a time.
    """

    def __init__(self, location: Location) -> None:
        """Resumes the saved draft of this index. Otherwise, of an index with several shards of which some are damaged,
        the intact ones are the draft; of any other index, the draft is empty.
        """
        self.location = location
        # Read first, so that publish() detects later commits.
        self._before, self._before_etag = published(location)
        self._since: Manifest | None = None
        self._copy = Copy(location.draft, "rebuilding")
        self._shards: dict[str, Shard] = {}
        index = self._resumed()
        if index is None:
            objects.remove(self._copy.location.manifest_key)
            self._copy.clear()
            self._shards = _intact(location, self._before)
            self._open("")
        else:
            self.versions = documents_in(index)

    @property
    def ranges(self) -> list[tuple[str, str | None]]:
        """For each shard, in order, the ids between which its documents are: greater than the first one, and not
        greater than the second one (None: there is no limit).
        """
        limits = sorted({*self._shards, *(shard.after for shard in self._copy.shards)})
        return list(zip_longest(limits, limits[1:]))

    def enter(self, after: str) -> None:
        """Opens this shard of the draft; an empty one if it is damaged or does not exist."""
        [current] = self._copy.shards
        if current.after != after:
            self._leave()
            self._open(after)

    def _open(self, after: str) -> None:
        shard = self._shards.pop(after, None)
        index = self._taken(shard) if shard and shard.packs else None
        if index is None:
            self._copy.begin(after)
            index = open_or_create(self._copy)
        self.versions = documents_in(index)

    def _taken(self, shard: Shard) -> tantivy.Index | None:
        try:
            self._copy.take([shard])
            return open_or_create(self._copy)
        except (DamagedIndexError, NotFoundError, ValueError, OSError):
            return None

    @property
    def is_full(self) -> bool:
        """Whether the open shard is full, judged by its files in the scratch space."""
        return len(self.versions) >= manifests.MOST_DOCUMENTS or self._copy.size() >= manifests.MOST_BYTES

    def divide(self, following: str) -> None:
        """Begins a new shard when the open one is the last, full, and has only older documents than this one."""
        [own] = self._copy.shards
        is_last = all(limit < own.after for limit in self._shards)
        if is_last and self.is_full and following > (newest := max(self.versions)):
            self.enter(newest)

    def apply(self, change: Apply) -> None:
        """Commits a change to the open shard. Other processes do not see it before another shard is opened, `save` or
        `publish`. Raises ValueError when it adds a document of another shard.
        """
        [own] = self._copy.shards
        end = min((limit for limit in self._shards if limit > own.after), default=None)
        covers = partial(lies_between, own.after, end)
        for document_id, version in write(self._copy, open_or_create(self._copy), change, covers).items():
            if version is None:
                self.versions.pop(document_id, None)
            else:
                self.versions[document_id] = version

    def save(self) -> None:
        """Saves the unfinished draft in S3. Raises ConflictError when another process has saved one since."""
        try:
            self._copy.push(self._copy.manifest, self._copy.etag, (), others=self._shards.values())
        except objects.StaleObjectError as error:
            raise ConflictError("The index of this library is being rebuilt already.") from error

    def publish(self, head: Head | None = None, _others: Heads = {}) -> Head | None:  # noqa: B006 - read only
        """Replaces the published index, whatever state that is in, with the draft and deletes the saved draft. `head`
        is the index's head in the library table; the caller replaces it with the one returned. Returns None when
        another commit was published meanwhile: update the documents that `missed` returns, then try again.
        """
        saved = self._copy.etag is not None
        after = head.generation if head else 0
        try:
            manifest = self._copy.push(
                self._before, self._before_etag, (), to=self.location, after=after, others=self._shards.values()
            )
        except objects.StaleObjectError:
            self._since = self._before
            self._before, self._before_etag = published(self.location)
            return None
        if saved:
            objects.remove(self._copy.location.manifest_key)
        remove_previous(self.location)
        return manifest.head

    def missed(self) -> set[str] | None:
        """Ids of the documents changed in the published index since it was last compared; None when unknown."""
        return self._before.touched_since(self._since.generation if self._since else 0) if self._before else None

    def close(self) -> None:
        """Deletes the local files."""
        self._copy.clear()

    def _leave(self) -> None:
        """Closes the open shard. From then on its files are in S3. A shard without documents is left out, unless it is
        the first one.
        """
        [own] = self._copy.shards
        if self.versions or not own.after:
            self.save()
            [own] = self._copy.shards
            self._shards[own.after] = own

    def _resumed(self) -> tantivy.Index | None:
        kept = {pack.name for pack in self._before.packs} if self._before else set()
        try:
            self._copy.pull(about="")
            manifest = self._copy.manifest
            if manifest is None or not _is_recent(manifest, kept):
                return None
            index = open_or_create(self._copy)
        except (DamagedIndexError, ValueError, OSError):
            return None
        self._shards = {shard.after: shard for shard in manifest.shards[1:]}
        return index


def draft_of(location: Location) -> Draft:
    return Draft(location)


def _intact(location: Location, manifest: Manifest | None) -> dict[str, Shard]:
    """The shards of a damaged index, empty ones in place of those that are damaged. None if nothing is damaged: then
    the whole index must be rebuilt.
    """
    if manifest is None or len(manifest.shards) == 1:
        return {}
    damaged = damaged_shards(location, manifest)
    if not damaged:
        return {}
    return {
        shard.after: Shard(shard.after, NO_SEGMENTS, ()) if shard.after in damaged else shard
        for shard in manifest.shards
    }


def _is_recent(manifest: Manifest, kept: Collection[str]) -> bool:
    """Judged by the oldest pack that is not of the published index: its name is a ULID, which contains its time."""
    begun = min((ULID.from_str(pack.name).timestamp for pack in manifest.packs if pack.name not in kept), default=0.0)
    return now().timestamp() - begun < _MAX_AGE_SECONDS
