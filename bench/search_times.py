"""What a person waits for: searches through the API of the running local stage, in libraries of generated documents
(bench.generated_library). `python -m bench.search_times [documents ...]` (default 1000 10000) with `make run` up; the
libraries stay in the stage until `make reset`. bench.waiting measures the same with files of your own.

For each size it prints what building took, then by kind of query the time of a search with up to 20 hits and snippets,
of the same query each time and of a new word each time: p50 and p95 of the request, the processor time of the search
function, and yardsticks of the same run, because this machine is shared: /v1/health, which is what the emulator needs
for any request; the engine alone in this process; and SQLite's FTS5 with the same texts, title and snippets. Then the
same with every function held to the 0.29 of a processor that 512 MB have; a first search by a new instance; and how
soon new documents are found, and how long searches take meanwhile. The ratios on whole cores are also drawn as
docs/plots/search-<documents>.svg.

The file is long because one run has to measure all of it on the same library.
"""

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from threading import Event
from typing import Any

from bench import stage_resources

stage_resources.enter("worker", "index")

from bench import arrivals, generated_library, index_copies, plots, processor_share  # noqa: E402 - the settings come first
from bench.generated_library import Generator, Written  # noqa: E402
from bench.plots import Series  # noqa: E402
from docloft import index_heads, objects  # noqa: E402
from docloft.search import api as search  # noqa: E402
from docloft.tables.documents import Document  # noqa: E402
from docloft.texts import Text  # noqa: E402
from local import emulator, outputs, stacks  # noqa: E402
from tools.api_client import Client  # noqa: E402
from tools.local_stage import ROOT, STAGE  # noqa: E402

_BETWEEN_CHECKS = 0.1
"""Seconds, because the gateway throttles what needs no sign-in: the client would wait a second for a repetition."""
ROUNDS = 20
CLIENTS = 8
BURST = 1000
STEADY, STEADY_SECONDS = 5, 20
_QUIET_SECONDS = 10.0
_POLL_SECONDS = 0.05
_MOST_SECONDS = 600.0
_SQLITE = "SELECT title, snippet(texts, 1, '<', '>', '', 30) FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20"


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of a request at p50 and p95, and of the function's processor."""

    p50: float
    p95: float
    function: float = 0.0


def main(counts: Sequence[int]) -> None:
    for count in counts:
        _measure(count)


def _measure(count: int) -> None:
    library_id = f"bench-{count}-{time.time_ns():x}"
    generator = Generator()
    user_id = str(_client(None).get("/v1/me")["user"]["id"])
    generated_library.create(library_id, user_id)
    written = generated_library.fill(library_id, count, generator)
    _print_build(library_id, count, written)
    _settle(library_id, generator)
    kinds = _kinds(generator)
    fresh = generator.words["en"][100 : 100 + 2 * (ROUNDS + 1)]
    yardsticks = _yardsticks(library_id, count, kinds)
    ratios = _print_searches("whole cores", library_id, kinds, yardsticks, fresh[: ROUNDS + 1])
    title = f"A search in {count:,} documents, 20 hits with snippets"
    drawn = plots.bars(title, "times /v1/health of the same run", (Series("p50", 3), Series("p95", 6)), ratios)
    print(f"  drawn: {plots.write(f'search-{count}', drawn)}")
    with processor_share.held(emulator.process_id()):
        _print_searches("0.29 of a core", library_id, kinds, {}, fresh[ROUNDS + 1 :])
    _print_first(library_id, kinds["one word"])
    index_copies.print_fetching(library_id)
    _print_arrivals(library_id, kinds["one word"], generator)
    _print_memory()


def _kinds(generator: Generator) -> dict[str, str]:
    words = generator.words["en"]
    return {
        "one word": words[40],
        "common word": "the",
        "two words": f"{words[5]} {words[60]}",
        "one or other": f"{words[5]} OR {words[60]}",
        "phrase": '"of the"',
        "prefix": f"{words[300][:4]}*",
        "typo": f"{words[30]}q" if len(words[30]) > 4 else f"{words[30]}{words[31]}q",
        "filter": "type:pdf",
        "word and filter": f"{words[40]} type:pdf added:2021",
    }


def _print_build(library_id: str, count: int, written: Written) -> None:
    manifest = objects.read(search.location_of(library_id).manifest_key)[0]
    sent: list[int] = []
    took, size = _one_commit(library_id, sent)
    print(f"\n{count:,} documents, {written.text_bytes / 1e6:.0f} MB of text")
    print(
        f"  built {count / written.building_seconds:.0f} documents a second, of it cutting words "
        f"{written.cutting_seconds / written.building_seconds:.0%}; texts stored {count / written.writing_seconds:.0f} "
        f"a second"
    )
    print(
        f"  index {size / count:,.0f} bytes a document, {size / written.text_bytes:.2f} of the text; manifest "
        f"{len(manifest) / 1024:.0f} KB; stored texts {written.stored_bytes / written.text_bytes:.2f} of the text"
    )
    print(f"  publishing one document: {took:.0f} ms, {sum(sent) / 1024:.0f} KB in {len(sent)} objects")


def _one_commit(library_id: str, sent: list[int]) -> tuple[float, int]:
    """Milliseconds to publish one document, and the size of the index in bytes. Appends the size of each object that it
    writes to `sent`, and removes the document again.
    """
    location = search.location_of(library_id)
    text = Generator(3).text()
    entry = generated_library.entry_of(generated_library.record(library_id, text, 0))
    real = objects.write

    def counted(key: str, body: bytes, *rest: object, **options: object) -> str:
        sent.append(len(body))
        return real(key, body, *rest, **options)  # type: ignore[arg-type]

    def commit(apply: search.Apply) -> int:
        known = index_heads.find(library_id).get(location.name)
        manifest: Any = search.commit(location, apply, known)
        index_heads.advance(library_id, location.name, manifest.head, known)
        return sum(manifest.live_files().values())

    commit(lambda batch: batch.put(search.document_of(entry, text)))
    commit(lambda batch: batch.delete(entry.document_id))
    objects.write = counted
    try:
        started = time.perf_counter()
        commit(lambda batch: batch.put(search.document_of(entry, text)))
        took = time.perf_counter() - started
    finally:
        objects.write = real
    return took * 1000, commit(lambda batch: batch.delete(entry.document_id))


def _settle(library_id: str, generator: Generator) -> None:
    """Waits until the index function has seen all records of the library."""
    _found_after(library_id, [_new(library_id, generator, "settled")], Event())


def _print_searches(
    where: str,
    library_id: str,
    kinds: dict[str, str],
    yardsticks: dict[str, tuple[Took, Took]],
    fresh: Sequence[str],
) -> list[tuple[str, tuple[float, float]]]:
    """Returns for each kind p50 and p95 as ratios to /v1/health."""
    ratios = []
    person = _client(library_id)
    floor = _took(lambda: person.get("/v1/health"), "api", pause_seconds=_BETWEEN_CHECKS)
    print(f"  {where}: /v1/health {floor.p50:.1f} ms p50, {floor.p95:.1f} p95, function {floor.function:.1f} ms")
    for kind, typed in kinds.items():
        hits = len(person.get("/v1/search", q=typed, limit=20)["hits"])
        took = _took(partial(person.get, "/v1/search", q=typed, limit=20), "search")
        ratios.append((kind, (took.p50 / floor.p50, took.p95 / floor.p95)))
        line = (
            f"    {kind:16} {hits:3} hits {took.p50:7.1f} ms p50 {took.p95:7.1f} p95, {took.p50 / floor.p50:4.1f} and "
            f"{took.p95 / floor.p95:4.1f} x health; function {took.function:6.1f} ms"
        )
        if kind in yardsticks:
            engine, sqlite = yardsticks[kind]
            line += (
                f", {took.function / max(engine.function, 0.1):4.1f} x engine ({engine.function:.1f}); "
                f"SQLite {sqlite.function:.1f}"
            )
        print(line, flush=True)
    # The function has no texts, snippets or plans for any of these in memory.
    others = iter(fresh)
    new = _took(lambda: person.get("/v1/search", q=next(others), limit=20), "search")
    ratios.append(("each a new word", (new.p50 / floor.p50, new.p95 / floor.p95)))
    print(
        f"    {'each a new word':16}          {new.p50:7.1f} ms p50 {new.p95:7.1f} p95, {new.p50 / floor.p50:4.1f} and "
        f"{new.p95 / floor.p95:4.1f} x health; function {new.function:6.1f} ms"
    )
    listed = _took(lambda: person.get("/v1/documents", limit=50), "api")
    print(
        f"    {'list of 50':16}          {listed.p50:7.1f} ms p50 {listed.p95:7.1f} p95; function {listed.function:.1f}"
    )
    clients = [_client(library_id) for _ in range(CLIENTS)]
    many = _percentiles(_together(clients, kinds["one word"], rounds=ROUNDS))
    print(
        f"    {CLIENTS} at once        {many.p50:7.1f} ms p50 {many.p95:7.1f} p95, {many.p50 / floor.p50:.1f} x health"
    )
    return ratios


def _yardsticks(library_id: str, count: int, kinds: dict[str, str]) -> dict[str, tuple[Took, Took]]:
    """By kind: the engine with the index of this library, and SQLite's FTS5 with the same texts; processor time."""
    heads = index_heads.find(library_id)
    found = {}
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "texts.db")) as database:
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(title, body, tokenize='porter unicode61')")
        generator = Generator()
        made = ((" ".join(text.pages[0].split()[:4]), "\n".join(text.pages)) for text in _texts(generator, count))
        database.executemany("INSERT INTO texts VALUES (?, ?)", made)
        database.commit()
        for kind, typed in kinds.items():
            words = " ".join(word for word in typed.split() if ":" not in word)
            find = partial(
                search.find, library_id, search.parse(typed), offset=0, limit=search.LONGEST_KEPT + 1, heads=heads
            )
            engine = _processor(find)
            sqlite = _processor(lambda: words and database.execute(_SQLITE, (words,)).fetchall())  # noqa: B023 - called here
            found[kind] = (engine, sqlite)
    return found


def _texts(generator: Generator, count: int) -> Sequence[Text]:
    return [generator.text() for _ in range(count)]


def _print_first(library_id: str, typed: str) -> None:
    """Prints the first search of a new instance, and what the start of the function takes of it: on Lambda, it imports
    its modules before its time begins to count. The emulator starts one when none is running.
    """
    person = _client(library_id)
    arrivals.end("search", emulator.process_id())
    with arrivals.spent() as start:
        _start_search()
    with arrivals.spent() as first:
        started = time.perf_counter()
        person.get("/v1/search", q=typed, limit=20)
        took = 1000 * (time.perf_counter() - started)
    print(
        f"  first search of a new instance: {took:.0f} ms; processor of the function {1000 * first['search']:.0f} ms, "
        f"which take {first['search'] / processor_share.SHARE:.1f} s at 0.29 of a core; its start before that "
        f"{1000 * start['search']:.0f} ms"
    )


def _start_search() -> None:
    """Makes the function reply to a request that it does not know, for which it needs no index and no record."""
    event = json.loads((ROOT / "services/api/proxy_event.json").read_text())
    event |= {"httpMethod": "GET", "path": "/none", "resource": "/none"}
    for _ in range(2):
        # The emulator notices that an instance has ended only when it sends it a request, and that one fails.
        stacks.client("lambda").invoke(FunctionName=f"docloft-{STAGE}-search", Payload=json.dumps(event))


def _print_arrivals(library_id: str, typed: str, generator: Generator) -> None:
    stopped = Event()
    new = [_new(library_id, generator, f"steady{number}") for number in range(STEADY * STEADY_SECONDS)]
    lags = _percentiles([1000 * lag for lag in _found_after(library_id, new, stopped, every=1 / STEADY)])
    print(f"  found after, at {STEADY} documents a second: {lags.p50:.0f} ms p50, {lags.p95:.0f} p95")
    clients = [_client(library_id) for _ in range(CLIENTS)]
    _together(clients, typed, rounds=5)
    quiet = _percentiles(_together(clients, typed, seconds=_QUIET_SECONDS))
    burst = [_new(library_id, generator, f"burst{number}") for number in range(BURST)]
    with ThreadPoolExecutor(1) as thread:
        busy = thread.submit(_together, clients, typed, until=stopped)
        started = time.perf_counter()
        lag = _percentiles([1000 * one for one in _found_after(library_id, burst, stopped)])
        took = time.perf_counter() - started
        stopped.set()
        searched = _percentiles(busy.result())
    print(
        f"  {BURST:,} documents at once while {CLIENTS} people search: found after {took:.1f} s, p50 {lag.p50:.0f} ms"
    )
    print(
        f"    their searches: p50 {searched.p50:.0f} ms, p95 {searched.p95:.0f}; before {quiet.p50:.0f} and "
        f"{quiet.p95:.0f}: p95 {searched.p95 / quiet.p95:.1f} times"
    )


def _new(library_id: str, generator: Generator, word: str) -> tuple[Document, Text]:
    unique = f"{word}x{time.time_ns():x}"
    text = generator.text()
    text = Text((f"{unique} {text.pages[0]}", *text.pages[1:3]), text.language)
    return generated_library.record(library_id, text, 0, datetime.now(UTC)), text


def _found_after(
    library_id: str, new: Sequence[tuple[Document, Text]], stopped: Event, every: float = 0.0
) -> list[float]:
    """Adds documents, one each `every` seconds or all at once, and returns how many seconds after its record was
    written each is found in the published index. The first word of each document must be unique.
    """
    added: dict[str, float] = {}

    def add() -> None:
        if not every:
            generated_library.add(new)
            added.update({text.pages[0].split()[0]: time.perf_counter() for _, text in new})
            return
        for one in new:
            started = time.perf_counter()
            generated_library.add([one])
            added[one[1].pages[0].split()[0]] = time.perf_counter()
            stopped.wait(max(0.0, every - (time.perf_counter() - started)))

    found: dict[str, float] = {}
    deadline = time.monotonic() + _MOST_SECONDS
    with ThreadPoolExecutor(1) as thread:
        adding = thread.submit(add)
        while len(found) < len(new) and time.monotonic() < deadline and not (adding.done() and adding.exception()):
            heads = index_heads.find(library_id)
            now = time.perf_counter()
            for word in [word for word in list(added) if word not in found]:
                if not search.find(library_id, search.parse(word), offset=0, limit=1, heads=heads).total:
                    break
                found[word] = now - added[word]
            time.sleep(_POLL_SECONDS)
        adding.result()
    if len(found) < len(new):
        raise RuntimeError(f"{len(new) - len(found)} documents are not in the index after {_MOST_SECONDS:.0f} s.")
    return list(found.values())


def _together(
    clients: Sequence[Client], typed: str, *, rounds: int = 0, seconds: float = 0.0, until: Event | None = None
) -> list[float]:
    """The milliseconds that each search takes while these clients search at the same time."""
    end = time.monotonic() + seconds

    def search_on(person: Client) -> list[float]:
        took: list[float] = []
        while len(took) < rounds or time.monotonic() < end or (until is not None and not until.is_set()):
            started = time.perf_counter()
            person.get("/v1/search", q=typed, limit=20)
            took.append((time.perf_counter() - started) * 1000)
        return took

    with ThreadPoolExecutor(len(clients)) as threads:
        return [one for some in threads.map(search_on, clients) for one in some]


def _took(act: Callable[[], object], function: str, *, pause_seconds: float = 0) -> Took:
    took = []
    act()
    with arrivals.spent() as seconds:
        for _ in range(ROUNDS):
            time.sleep(pause_seconds)
            started = time.perf_counter()
            act()
            took.append((time.perf_counter() - started) * 1000)
    return _percentiles(took, seconds.get(function, 0.0) * 1000 / ROUNDS)


def _processor(act: Callable[[], object]) -> Took:
    act()
    started = time.process_time()
    for _ in range(ROUNDS):
        act()
    return Took(0, 0, (time.process_time() - started) * 1000 / ROUNDS)


def _percentiles(took: Sequence[float], function: float = 0.0) -> Took:
    cut = quantiles(took, n=20)
    return Took(cut[9], cut[18], function)


def _client(library_id: str | None) -> Client:
    client = Client(outputs.read())
    if library_id:
        client.session.headers["Docloft-Library"] = library_id
    return client


def _print_memory() -> None:
    memory = arrivals.memory(emulator.process_id())
    print("  memory: " + ", ".join(f"{name} {memory.get(name, 0) / 1024:.0f} MB" for name in ("search", "index")))


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1000, 10_000])
