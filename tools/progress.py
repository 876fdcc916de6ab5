"""Progress on the terminal."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Prints one line; on a terminal it counts the seconds until the block ends."""
    started = time.monotonic()
    done = threading.Event()
    ticking = threading.Thread(target=_tick, args=(what, started, done), daemon=True)
    if sys.stdout.isatty():
        ticking.start()
    else:
        print(f"{what} ...", flush=True)
    try:
        yield
    finally:
        done.set()
        if ticking.is_alive():
            ticking.join()
        if sys.stdout.isatty():
            print(f"\r{what} ... {time.monotonic() - started:.0f} s", flush=True)


def _tick(what: str, started: float, done: threading.Event) -> None:
    while not done.wait(1):
        print(f"\r{what} ... {time.monotonic() - started:.0f} s", end="", flush=True)
