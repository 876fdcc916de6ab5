"""How often the sender and kind learned from filed documents are right.

    python -m bench.learning FOLDER [--filed N] [--senders N] [--seed N]

FOLDER has documents and their facts in `truth.jsonl` (bench.true_facts). Documents of some senders are taken at random;
the first hundred are filed by their true sender and kind. Then the others, and as many documents of unknown senders,
are asked about. Precision: of the suggested values, those that are true. Recall: of the documents whose true value was
filed at least twice, the share for which it was suggested.
"""

import argparse
import json
import mimetypes
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import tantivy

from bench import code_path  # noqa: F401 - adds the services to the path  # isort: skip
from bench.true_facts import TRUTH
from docloft import formats
from docloft.search import api as search
from docloft.suggestions import Fact
from docloft.texts import Text
from docloft_api.features.document_suggestions import learned, votes
from docloft_worker import language, portions, reading
from docloft_worker.facts import suggest

_FACTS = (Fact.SENDER, Fact.KIND)
_LEAST_OF_A_SENDER = 4
_NO_LIMIT = 36_000.0
"""Seconds."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.learning")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--filed", type=int, default=100)
    parser.add_argument("--senders", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    filed, others, strangers = _chosen(chosen.folder, chosen.filed, chosen.senders, chosen.seed)
    try:
        library = [(one, _read(chosen.folder / one["file"])) for one in (*filed, *others, *strangers)]
    finally:
        reading.sandbox.close()
    searcher = _indexed(library, len(filed))
    print(f"{len(filed)} filed, {len(others)} others of the same senders, {len(strangers)} of unknown senders")
    print(f"{'fact':10}{'precision':>10}{'recall':>8}{'suggested':>11}")
    started = time.process_time()
    for fact in _FACTS:
        _print(fact, library, len(filed), searcher)
    asked = (len(library) - len(filed)) * len(_FACTS)
    print(f"{(time.process_time() - started) / max(asked, 1) * 1000:.1f} ms of processor time for each question")


def _chosen(folder: Path, filed: int, senders: int, seed: int) -> tuple[list[Any], list[Any], list[Any]]:
    stated = [json.loads(line) for line in (folder / TRUTH).read_text(encoding="utf-8").splitlines()]
    count = Counter(one["sender"] for one in stated)
    order = random.Random(seed)  # noqa: S311 - the same documents each time, not a secret
    frequent = sorted(name for name in count if count[name] >= _LEAST_OF_A_SENDER)
    order.shuffle(frequent)
    known = set(frequent[:senders])
    of_known = [one for one in stated if one["sender"] in known]
    order.shuffle(of_known)
    others = of_known[filed:]
    strangers = [one for one in stated if one["sender"] not in known]
    return of_known[:filed], others, order.sample(strangers, min(len(others), len(strangers)))


def _read(path: Path) -> Text:
    found = formats.find(mimetypes.guess_type(path.name)[0] or "")
    if found is None or found.reader is None:
        raise ValueError(f"No reader for {path.name}.")
    portion = portions.read_file(reading.sandbox, found.reader, path, time.monotonic() + _NO_LIMIT)
    pages = portion["pages"]
    spoken = language.detect(pages)
    return Text(tuple(pages), spoken, suggestions=suggest(pages, spoken, portion.get("properties")))


def _indexed(library: list[tuple[Any, Text]], filed: int) -> tantivy.Searcher:
    index = tantivy.Index(search.schema())
    writer = index.writer(50_000_000, 1)
    for number, (stated, text) in enumerate(library):
        entry = search.Entry(
            document_id=str(number),
            version=1,
            title=stated["file"],
            file_name=stated["file"],
            media_type="application/pdf",
            state="ready",
            size=stated.get("bytes", 1),
            pages=len(text.pages),
            created_at="2026-01-01T00:00:00+00:00",
            document_date=None,
            trashed_at=None,
            has_text=True,
            sender=stated["sender"] if number < filed else None,
            kind=stated["kind"] if number < filed else None,
        )
        writer.add_document(search.document_of(entry, text))
    writer.commit()
    index.reload()
    return index.searcher()


def _print(fact: Fact, library: list[tuple[Any, Text]], filed: int, searcher: tantivy.Searcher) -> None:
    known = Counter(stated[fact] for stated, _ in library[:filed])
    parts = [learned.parts_of(text)[fact] for _, text in library]
    marks = [votes.marks_of(part) for part in parts]
    right = suggested = possible = 0
    for number, (stated, _) in enumerate(library[filed:], filed):
        found = search.filed([searcher], str(number), parts[number], fact, learned.NEIGHBOURS)
        voters = [
            votes.Neighbour(alike, other, (library[int(other)][0][fact],), marks[int(other)]) for alike, other in found
        ]
        values = [value for value, _ in votes.agreed(fact, marks[number], voters)]
        suggested += len(values)
        right += values == [stated[fact]]
        possible += known[stated[fact]] > 1
    precision, recall = right / suggested if suggested else 0, right / possible if possible else 0
    print(f"{fact:10}{precision:>10.1%}{recall:>8.1%}{suggested:>11}")


if __name__ == "__main__":
    main()
