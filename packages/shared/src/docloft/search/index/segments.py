"""Which segments of an index a commit opens, and so which ones the engine merges.

The engine's policy cannot be set from Python: when a commit leaves eight segments of fewer than 10,000 documents, it
merges them all. Every seventh commit would rewrite the whole index of a small library, and every reader fetch it again.
So a commit opens a view, a folder with some of the segments (hard links) and a meta.json that lists only these: the
segments that are due to be merged, or none. Documents in other segments are deleted in views of these, which are too
few to be merged. At the end, one meta.json lists all segments again.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from docloft.search.index.manifest import live_names
from docloft.search.index.scratch import make_folder

_LEVEL_BITS = 4
"""Segments are merged with others of their level, and each level has sixteen times as many documents as the one before:
a document is written about twice on each level, and an index has at most seven segments of a level."""

_MERGED = 8
"""The engine merges at least this many segments at a time (LogMergePolicy, min_num_segments)."""

_MOST_DOCUMENTS = 20_000
"""A merge makes no larger segment. It takes half a millisecond of a processor for each document (measured)."""


class Segment(NamedTuple):
    """`written`: as in meta.json."""

    name: str
    documents: int
    written: dict[str, Any]


class Meta:
    """The content of a meta.json."""

    def __init__(self, text: str) -> None:
        self.content: dict[str, Any] = json.loads(text)
        self.segments = [_segment(one) for one in self.content["segments"]]
        self.opstamp = int(self.content["opstamp"])

    def with_segments(self, segments: Iterable[Segment], opstamp: int) -> str:
        return json.dumps({**self.content, "segments": [one.written for one in segments], "opstamp": opstamp})


class View:
    """Some segments of an index, in a folder of their own until it is closed. Changes to the view never affect the
    index.
    """

    def __init__(self, folder: Path, whole: Meta, segments: Sequence[Segment]) -> None:
        self.path = make_folder("views")
        self.segments = segments
        text = whole.with_segments(segments, whole.opstamp)
        for name in live_names(text, (file.name for file in folder.iterdir())):
            os.link(folder / name, self.path / name)
        (self.path / "meta.json").write_text(text)

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def due(segments: Sequence[Segment]) -> list[Segment]:
    """The segments to merge with those that the next commit adds; none when no level has enough."""
    levels: dict[int, list[Segment]] = defaultdict(list)
    for one in sorted(segments, key=lambda segment: segment.documents):
        levels[max(0, one.documents.bit_length() - 1) // _LEVEL_BITS].append(one)
    for _, level in sorted(levels.items()):
        room = _MOST_DOCUMENTS
        chosen = []
        for one in level:
            room -= one.documents
            if room >= 0:
                chosen.append(one)
        if len(chosen) >= _MERGED - 1:
            return chosen
    return []


def groups(segments: Sequence[Segment]) -> list[Sequence[Segment]]:
    """The segments in groups too small for the engine to merge."""
    return [segments[start : start + _MERGED - 1] for start in range(0, len(segments), _MERGED - 1)]


def replace(folder: Path, whole: Meta, views: Sequence[View]) -> None:
    """Replaces the segments of each view in the index by those that are in the view now. If it fails, the index is
    unchanged.
    """
    opened = {one.name for view in views for one in view.segments}
    kept = [one for one in whole.segments if one.name not in opened]
    opstamp = whole.opstamp
    for view in views:
        text = (view.path / "meta.json").read_text()
        meta = Meta(text)
        kept += meta.segments
        opstamp = max(opstamp, meta.opstamp)
        for name in live_names(text, (file.name for file in view.path.iterdir())):
            if not (folder / name).exists():
                os.link(view.path / name, folder / name)
    text = whole.with_segments(kept, opstamp)
    unfinished = folder / "meta.json.new"
    unfinished.write_text(text)
    unfinished.replace(folder / "meta.json")
    files = [file.name for file in folder.iterdir()]
    live = live_names(text, files)
    # The folder may have files of other shards.
    before = {one.name.replace("-", "") for one in whole.segments}
    for name in files:
        if name not in live and name.partition(".")[0] in before:
            (folder / name).unlink()


def _segment(written: dict[str, Any]) -> Segment:
    deleted = written["deletes"]["num_deleted_docs"] if written["deletes"] else 0
    return Segment(written["segment_id"], int(written["max_doc"]) - int(deleted), written)
