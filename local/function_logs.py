"""Makes the log of an invocation contain all its lines. This runs inside the emulator (launcher.py) and relies on its
internals.

Unpatched, the emulator reads a function's output until nothing arrives for 5 ms, or for 50 ms at the beginning. On a
busy machine, lines arrive later: they were in the log of the process's next invocation, or in none. Here a function's
process ends the lines of an invocation with a mark, before its response, and the emulator reads up to the mark or to
the end of the process.
"""

import queue
from typing import Any

from ministack.core import lambda_runtime

END = "\x1eend of invocation"
_DEAD_SECONDS = 1.0
"""How long the lines of an ended process are waited for when another process has its standard error, too."""
_CALL = "result = handler_fn(event, context)"
_MARKED_CALL = "result = _call_and_mark(handler_fn, event, context)"
_DEFINITION = f"""
def _call_and_mark(handler, event, context):
    import sys
    try:
        return handler(event, context)
    finally:
        sys.stderr.write({END + chr(10)!r})
        sys.stderr.flush()

"""
_drain, _drain_bounded = lambda_runtime.Worker._drain_stderr, lambda_runtime.Worker._drain_stderr_bounded  # noqa: SLF001


def install() -> None:
    """Raises RuntimeError when the emulator's script for functions is not the one that this was written for."""
    script: str = lambda_runtime._PYTHON_WORKER_SCRIPT  # noqa: SLF001
    if script.count(_CALL) != 1:
        raise RuntimeError("The emulator calls functions in another way: adapt local/function_logs.py.")
    lambda_runtime._PYTHON_WORKER_SCRIPT = _DEFINITION + script.replace(_CALL, _MARKED_CALL)  # noqa: SLF001
    lambda_runtime.Worker._read_stderr = _read  # noqa: SLF001
    lambda_runtime.Worker._drain_stderr = _lines  # noqa: SLF001
    lambda_runtime.Worker._drain_stderr_bounded = _lines  # noqa: SLF001


def _read(worker: Any) -> None:
    """Puts each line into the worker's queue, and None after the last one. The queue belongs to this process: the
    worker has another one when it starts its next process.
    """
    lines, stream = worker._stderr_queue, worker._proc.stderr  # noqa: SLF001
    try:
        for line in stream:
            lines.put(line.rstrip("\n"))
    except (OSError, ValueError):
        pass
    finally:
        lines.put(None)


def _lines(worker: Any, *waits: float, **named: float) -> str:
    """What the function wrote during the invocation that has just ended."""
    if not worker.config.get("Runtime", "").startswith("python"):
        return str(_drain_bounded(worker, *waits, **named))
    found: list[str] = []
    while True:
        try:
            line = worker._stderr_queue.get(timeout=_DEAD_SECONDS)  # noqa: SLF001
        except queue.Empty:
            if worker._proc is None or worker._proc.poll() is not None:  # noqa: SLF001
                break
            continue
        if line is None:
            break
        before, mark, _ = line.partition(END)
        if before or not mark:
            found.append(before)
        if mark:
            break
    return "\n".join(found)
