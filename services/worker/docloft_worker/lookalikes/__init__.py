"""Use case: find the near-duplicates of a document in its library ("looks like ..."). They are recorded for both
documents, so that reading a document's is one query (docloft.tables.records.lookalike). Of two documents that are read
at the same time, one finds the other, because each writes its sketch before it looks.
"""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter

from docloft import tables, texts
from docloft.clock import timestamp
from docloft.tables.documents import Document
from docloft.tables.records import Lookalike, Sketch, SketchBand
from docloft_worker.lookalikes import sketches
from docloft_worker.lookalikes.sketches import Words

_EACH_BAND = 20
"""How many documents with the same band are considered, newest first. Letters of one template share bands."""

_COMPARED = 5
"""How many texts are loaded and compared: those with the most bands in common."""


def record(library_id: str, document_id: str, pages: Sequence[str]) -> None:
    """Idempotent. Replaces what was recorded for an earlier text of the document."""
    words = sketches.words_of(pages)
    bands = sketches.bands(words)
    _write_sketch(library_id, document_id, bands)
    shared = _shared(library_id, bands)
    del shared[document_id]
    found = _near(library_id, words, shared) if shared else {}
    for before in tables.library.list_kind(Lookalike, library_id, f"{document_id}#"):
        if before.other_id not in found:
            _remove_pair(library_id, document_id, before.other_id)
    written = timestamp()
    for other_id, share in found.items():
        for one, another in ((document_id, other_id), (other_id, document_id)):
            key = Lookalike.key(one, another)
            tables.library.replace(Lookalike(library_id, key, created_at=written, other_id=another, share=share))


def renew(document: Document) -> None:
    """Records the text of the current file. Called when another file has replaced the one of `document`, whose
    text may have been recorded after that. A text that is not stored yet is recorded by the worker that reads it.
    """
    for current in tables.documents.find_many(document.library_id, [document.document_id]):
        is_other = current.content_id != document.content_id
        text = texts.load(current.library_id, current.content_id) if is_other else None
        if text is not None:
            record(current.library_id, current.document_id, text.pages)


def _shared(library_id: str, bands: Sequence[str]) -> Counter[str]:
    """How many of these bands other documents have."""

    def alike(band: str) -> list[SketchBand]:
        return tables.library.list_kind(SketchBand, library_id, f"{band}#", limit=_EACH_BAND)

    shared: Counter[str] = Counter()
    # A text with few words has no bands.
    with ThreadPoolExecutor(len(bands) or 1) as threads:
        for found in threads.map(alike, bands):
            shared.update(map(attrgetter("document_id"), found))
    return shared


def forget(library_id: str, document_id: str) -> None:
    """Removes the pairs of a document that is deleted permanently. Idempotent."""
    for pair in tables.library.list_kind(Lookalike, library_id, f"{document_id}#"):
        _remove_pair(library_id, document_id, pair.other_id)
    _write_sketch(library_id, document_id, [])


def _write_sketch(library_id: str, document_id: str, bands: Sequence[str]) -> None:
    """The sketch names all bands until they are removed, so that none is left behind."""
    key, written = Sketch.key(document_id), timestamp()
    before = tables.library.find(Sketch, library_id, key)
    old = set(before.bands.split()) - set(bands) if before else set()
    if bands:
        known = " ".join([*bands, *sorted(old)])
        tables.library.replace(Sketch(library_id, key, created_at=written, bands=known))

    def write(band: str) -> None:
        band_key = SketchBand.key(band, document_id)
        tables.library.replace(SketchBand(library_id, band_key, created_at=written, document_id=document_id))

    def remove(band: str) -> None:
        tables.library.remove(library_id, SketchBand.key(band, document_id))

    with ThreadPoolExecutor(sketches.BANDS) as threads:
        # Read to the end, because an error would otherwise be lost.
        list(threads.map(write, bands))
        list(threads.map(remove, old))
    if before and not bands:
        tables.library.remove(library_id, key)


def _near(library_id: str, words: Words, shared: Counter[str]) -> dict[str, int]:
    """The near-duplicates among these documents, each with its share of equal words in percent."""
    found: dict[str, int] = {}
    compared = [other_id for other_id, _ in shared.most_common(_COMPARED)]
    existing = {one.document_id: one for one in tables.documents.find_many(library_id, compared)}
    for other_id in compared:
        text = texts.load(library_id, existing[other_id].content_id if other_id in existing else other_id)
        share = sketches.likeness(words, sketches.words_of(text.pages)) if text else None
        if share is not None:
            found[other_id] = share
    return found


def _remove_pair(library_id: str, document_id: str, other_id: str) -> None:
    # The document's own record is removed last, because an interrupted removal is repeated with it.
    tables.library.remove(library_id, Lookalike.key(other_id, document_id))
    tables.library.remove(library_id, Lookalike.key(document_id, other_id))
