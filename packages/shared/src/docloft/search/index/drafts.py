"""An index that is built next to the published one and then replaces it. An unfinished draft can be saved
(`rebuild.json`) and resumed by another process.
"""

import tantivy
from ulid import ULID

from docloft import objects
from docloft.clock import now
from docloft.errors import ConflictError
from docloft.search.index.manifest import DamagedIndexError, Head, Manifest
from docloft.search.index.opening import open_or_create
from docloft.search.index.store import Copy, Shard, published, remove_previous
from docloft.search.index.writing import Apply, write

_MAX_AGE_SECONDS = 6 * 3600.0
"""An older draft is discarded: another release may have split words differently."""


class Draft:
    """`versions`: the documents in the draft and their versions. Only one draft of a shard can be written at a time."""

    def __init__(self, shard: Shard) -> None:
        """Resumes the saved draft of this shard, or starts an empty one."""
        self.shard = shard
        # Read first, so that publish() detects later commits.
        self._before, self._before_etag = published(shard)
        self._since: Manifest | None = None
        self._copy = Copy(shard.draft, "rebuilding")
        index = self._resumed()
        if index is None:
            objects.remove(self._copy.shard.manifest_key)
            self._copy.clear()
            index = open_or_create(self._copy)
        self.versions = _versions(index)

    def apply(self, change: Apply) -> None:
        """Commits a change to the draft; only this process has it until `save` or `publish`."""
        for document_id, version in write(open_or_create(self._copy), change).items():
            if version is None:
                self.versions.pop(document_id, None)
            else:
                self.versions[document_id] = version

    def save(self) -> None:
        """Saves the unfinished draft in S3. Raises ConflictError when another process saved one meanwhile."""
        try:
            self._copy.push(self._copy.manifest, self._copy.etag, ())
        except objects.StaleObjectError as error:
            raise ConflictError("The index of this library is being rebuilt already.") from error

    def publish(self, head: Head | None = None) -> Head | None:
        """Replaces the published index, whatever state that is in, with the draft and deletes the saved draft. `head`
        is the index's head in the library table; the caller replaces it with the one returned. Returns None when
        another commit was published meanwhile: update the documents that `missed` returns, then try again.
        """
        saved = self._copy.etag is not None
        after = head.generation if head else 0
        try:
            manifest = self._copy.push(self._before, self._before_etag, (), to=self.shard, after=after)
        except objects.StaleObjectError:
            self._since = self._before
            self._before, self._before_etag = published(self.shard)
            return None
        if saved:
            objects.remove(self._copy.shard.manifest_key)
        remove_previous(self.shard)
        return manifest.head

    def missed(self) -> set[str] | None:
        """Ids of the documents changed in the published index since it was last compared; None when unknown."""
        return self._before.touched_since(self._since.generation if self._since else 0) if self._before else None

    def close(self) -> None:
        """Deletes the local files."""
        self._copy.clear()

    def _resumed(self) -> tantivy.Index | None:
        try:
            self._copy.pull()
            usable = self._copy.manifest is None or _is_recent(self._copy)
            return open_or_create(self._copy) if usable else None
        except (DamagedIndexError, ValueError, OSError):
            return None


def _is_recent(copy: Copy) -> bool:
    """Judged by the oldest pack: a pack's name is a ULID, which contains its time."""
    begun = min((ULID.from_str(pack.name).timestamp for pack in copy.packs), default=0.0)
    return now().timestamp() - begun < _MAX_AGE_SECONDS


def _versions(index: tantivy.Index) -> dict[str, int]:
    searcher = index.searcher()
    count = searcher.num_docs
    found = searcher.search(tantivy.Query.all_query(), limit=count, count=False).hits if count else []
    documents = (searcher.doc(address) for _, address in found)
    return {document["id"][0]: int(document["version"][0]) for document in documents}
