"""The published state of an index in S3: its manifest, its damaged shards, and what can be deleted."""

import shutil

from docloft import objects
from docloft.clock import now
from docloft.errors import NotFoundError
from docloft.search.index import manifest as manifests
from docloft.search.index import packs
from docloft.search.index.location import NAMES, Location
from docloft.search.index.manifest import DamagedIndexError, Manifest
from docloft.search.index.scratch import make_folder


def published(location: Location) -> tuple[Manifest | None, str | None]:
    """The current manifest and its ETag; (None, ETag) when it cannot be decoded and has to be overwritten; (None, None)
    when there is none.
    """
    try:
        body, etag = objects.read(location.manifest_key)
    except NotFoundError:
        return None, None
    try:
        return manifests.decode(body), etag
    except DamagedIndexError:
        return None, etag


def remove_previous(location: Location) -> None:
    """Deletes what the previous release wrote of this index, at most MAX_COLLECTED objects, once that has been unused
    for KEEP_UNUSED: functions of that release may still be running, and a rebuild may have failed to publish.
    """
    manifest, _ = published(location)
    if manifest is None or manifests.oldest(manifest) > now() - manifests.KEEP_UNUSED:
        return
    listing = objects.client().list_objects_v2(
        Bucket=objects.bucket(), Prefix=location.previous.prefix, MaxKeys=manifests.MAX_COLLECTED
    )
    for entry in listing.get("Contents", []):
        objects.remove(entry["Key"])


def orphans(location: Location, manifest: Manifest) -> list[str]:
    """Packs that no manifest lists, older than any writer's attempt; at most MAX_COLLECTED."""
    others = [published(one)[0] for one in (Location(location.library_id, NAMES[0], location.version), location.draft)]
    known = [manifest, *(one for one in others if one)]
    named = {name for one in known for name in (*(pack.name for pack in one.packs), *(name for name, _ in one.retired))}
    before = now() - manifests.KEEP_UNUSED
    found = []
    listing = objects.client().get_paginator("list_objects_v2")
    for page in listing.paginate(Bucket=objects.bucket(), Prefix=f"{location.prefix}packs/"):
        for entry in page.get("Contents", []):
            name = entry["Key"].rsplit("/", 1)[-1].removesuffix(".tar")
            if name not in named and entry["LastModified"] < before:
                found.append(name)
    return found[: manifests.MAX_COLLECTED]


def damaged_shards(location: Location, manifest: Manifest) -> set[str]:
    """The `after` of each shard with a pack that is missing or damaged. Downloads every pack, one after the other."""
    folder = make_folder("verifying")
    found = set()
    try:
        for shard in manifest.shards:
            for pack in shard.packs:
                try:
                    packs.download(pack, location.pack_key(pack.name), folder, ())
                except (NotFoundError, DamagedIndexError):
                    found.add(shard.after)
                    break
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found
