"""How many documents a minute the running local stage receives and reads, and where the processor time goes: to the
emulator, which replaces AWS, or to functions. Used by `python -m bench.reading_times --stage N` and by
bench.search_times.
"""

import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from bench import paper
from bench.processor_share import children, processor_seconds
from local import emulator, outputs, stacks
from tools.api_client import FINAL, Client
from tools.failure import OperatorError

_CLIENTS = 4
_WARM_UP = 8
_SAMPLE_SECONDS = 0.2
_MOST_SECONDS = 600


def main(count: int) -> int:
    """Uploads `count` PDFs of three pages from a few clients, and waits until all are read. The exit status."""
    written = outputs.read()
    if not written or stacks.find("api") is None:
        raise OperatorError("The local stage is not running. Run: make run")
    user = written["demo_user"]
    clients = [Client(written, user["email"], user["password"]) for _ in range(_CLIENTS)]
    _wait(clients[0], _sent(clients, "warm-up", _WARM_UP))
    with spent() as seconds:
        started = time.perf_counter()
        sent = _sent(clients, "arrival", count)
        uploaded = time.perf_counter() - started
        _wait(clients[0], sent)
        wall = time.perf_counter() - started
    total = sum(seconds.values())
    print(
        f"{count} documents in {wall:.1f} s, uploaded in {uploaded:.1f} s: {60 * count / wall:.0f} documents a minute"
    )
    for name, used in sorted(seconds.items(), key=lambda one: -one[1]):
        print(f"  {name:12} {1000 * used / count:6.0f} ms of processor a document, {used / total:4.0%}")
    ours = total - seconds["emulator"]
    print(f"  functions alone, on two cores: {2 * 60 * count / ours:.0f} documents a minute")
    for client_number, document in enumerate(sent):
        clients[client_number % _CLIENTS].request("POST", f"/v1/documents/{document}/trash").raise_for_status()
    return 0


def _sent(clients: list[Client], name: str, count: int) -> list[str]:
    seed = f"{name}/{time.time_ns()}"
    bodies = [paper.pdf(f"{seed}/{number}", 3) for number in range(count)]

    def send(client_number: int) -> list[str]:
        mine = bodies[client_number::_CLIENTS]
        return [clients[client_number].drop("Letter.pdf", body, "application/pdf") for body in mine]

    with ThreadPoolExecutor(_CLIENTS) as pool:
        return [document for documents in pool.map(send, range(_CLIENTS)) for document in documents]


def _wait(client: Client, documents: list[str]) -> None:
    """Until all are read. Requests one at a time, so that waiting costs little."""
    deadline = time.monotonic() + _MOST_SECONDS
    for document in documents:
        while (state := client.get(f"/v1/documents/{document}")["state"]) not in FINAL:
            if time.monotonic() > deadline:
                raise OperatorError(f"A document is still {state} after {_MOST_SECONDS} s.")
            time.sleep(_SAMPLE_SECONDS)
        if state != "ready":
            raise OperatorError(f"A document is {state}.")


@contextmanager
def spent() -> Iterator[dict[str, float]]:
    """Yields the seconds of processor time by function, complete after the block. A process that ends between two
    samples loses what it has used since the last one.
    """
    process = emulator.process_id()
    found: defaultdict[str, float] = defaultdict(float)
    last: dict[int, float] = {process: processor_seconds(process)}
    known: dict[int, str] = {process: "emulator"}
    for function in _functions(process):
        for one in function:
            last[one] = processor_seconds(one)
    ended = threading.Event()

    def sample() -> None:
        for function in _functions(process):
            name = known.setdefault(function[0], _name(function[0]))
            for one in function:
                known.setdefault(one, name)
        for one, name in known.items():
            now = processor_seconds(one)
            found[name] += max(0.0, now - last.get(one, 0.0))
            last[one] = max(now, last.get(one, 0.0))

    def sample_until_ended() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            sample()

    sampler = threading.Thread(target=sample_until_ended)
    sampler.start()
    try:
        yield found
    finally:
        ended.set()
        sampler.join()
        sample()


def memory(process: int) -> dict[str, int]:
    """The most kilobytes that an instance of each function had in memory, without the children that parse files."""
    found: dict[str, int] = {}
    for function, *_ in _functions(process):
        with suppress(OSError, StopIteration, ValueError):
            lines = Path(f"/proc/{function}/status").read_text(encoding="ascii").splitlines()
            peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
            found[_name(function)] = max(peak, found.get(_name(function), 0))
    return found


def end(function: str, process: int) -> None:
    """Ends every instance of a function, as Lambda does when it replaces them. `process`: the emulator."""
    for instance, *_ in _functions(process):
        if _name(instance) == function:
            with suppress(ProcessLookupError):
                os.kill(instance, signal.SIGKILL)


def _functions(process: int) -> list[list[int]]:
    """The processes of each function, its own first."""
    return [[function, *children(function)] for function in children(process)]


def _name(process: int) -> str:
    with suppress(OSError):
        for value in Path(f"/proc/{process}/environ").read_bytes().split(b"\x00"):
            if value.startswith(b"AWS_LAMBDA_FUNCTION_NAME="):
                return value.decode().rpartition("-")[2]
    return "others"
