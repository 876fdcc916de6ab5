"""Precision and recall of each suggested fact.

    python -m bench.fact_quality [--seed TEXT] [--count N]
    python -m bench.fact_quality FOLDER [--wrong]

Without a folder: over generated letters in seven languages, with as many texts that have no such facts, and the time
for one document. With one: over its documents, whose facts are in its `truth.jsonl` (bench.true_facts); `--wrong` lists
what was suggested wrongly or not at all.

Precision: of the suggested values, those that are true. Recall: of the true values, those that were suggested. The last
column counts values suggested for texts that have none.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from bench import code_path  # noqa: F401 - adds the services to the path  # isort: skip
from bench import true_facts
from bench.letters import TODAY, Letter, letter, other
from docloft.suggestions import Fact
from docloft_worker import reading
from docloft_worker.facts import suggest

_NO_LIMIT = 36_000.0
"""Seconds."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fact_quality")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--seed", default="facts")
    parser.add_argument("--count", type=int, default=1000)
    chosen = parser.parse_args()
    if chosen.folder:
        _print_folder(chosen.folder, lists_wrong=chosen.wrong)
        return
    scores, invented, seconds = measured(chosen.seed, chosen.count)
    print(f"{'fact':18}{'precision':>10}{'recall':>8}{'invented':>10}")
    for fact, (precision, recall) in scores.items():
        print(f"{fact:18}{precision:>10.1%}{recall:>8.1%}{invented[fact]:>10}")
    print(f"{seconds * 1000:.1f} ms a document, {2 * chosen.count} documents")


def _print_folder(folder: Path, *, lists_wrong: bool) -> None:
    try:
        found = list(true_facts.documents(folder, reading.sandbox, time.monotonic() + _NO_LIMIT))
    finally:
        reading.sandbox.close()
    print(f"{'fact':18}{'precision':>10}{'recall':>8}{'true':>8}{'invented':>10}")
    for key, name in true_facts.KEYS.items():
        scored = [one for one in found if key not in one.unknown]
        true = [one for one in scored if key in one.true]
        given = [one for one in scored if key in one.suggested]
        right = sum(one.suggested.get(key) == one.true[key] for one in true)
        invented = sum(key not in one.true for one in given)
        precision, recall = (f"{right / len(all_of):.1%}" if all_of else "-" for all_of in (given, true))
        print(f"{name:18}{precision:>10}{recall:>8}{len(true):>8}{invented:>10}")
        for one in scored if lists_wrong else ():
            if one.suggested.get(key) != one.true.get(key):
                print(f"    {one.file}: {one.suggested.get(key)!r} instead of {one.true.get(key)!r}")
    print(f"{len(found)} documents")


def measured(seed: str, count: int) -> tuple[dict[Fact, tuple[float, float]], Counter[Fact], float]:
    """((precision, recall) of each fact that letters have, values invented for other texts, seconds a document)."""
    right: Counter[Fact] = Counter()
    given: Counter[Fact] = Counter()
    true: Counter[Fact] = Counter()
    invented: Counter[Fact] = Counter()
    started = time.process_time()
    for number in range(count):
        one = letter(f"{seed}/{number}")
        found = _found(one)
        true.update(one.facts.keys())
        given.update(fact for fact in found if fact in one.facts or fact != Fact.TITLE)
        right.update(fact for fact, value in one.facts.items() if found.get(fact) == value)
        invented.update(fact for fact in _found(other(f"{seed}/{number}")) if fact != Fact.TITLE)
    seconds = (time.process_time() - started) / (2 * count)
    return {fact: (right[fact] / max(1, given[fact]), right[fact] / true[fact]) for fact in true}, invented, seconds


def _found(one: Letter) -> dict[Fact, str]:
    """The first suggestion of each fact."""
    found: dict[Fact, str] = {}
    for suggestion in suggest(one.pages, one.language, today=TODAY):
        found.setdefault(suggestion.fact, suggestion.value)
    return found


if __name__ == "__main__":
    main()
