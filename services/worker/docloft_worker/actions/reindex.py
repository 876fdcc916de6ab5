"""Action: rebuild a library's search index."""

from docloft.commands import Command
from docloft_worker import indexing
from docloft_worker.job_progress import Progress
from docloft_worker.time_limit import require_time

_PAUSE_SECONDS = 10
"""Longer than for commands that were not started: otherwise they would share the next batch with this one again."""


def handle(command: Command, until: float) -> str:
    """If the library is too large for one run, stops in time and continues ten seconds later, in up to 25 runs (five
    deliveries of a command that is sent at most five times). Then the command is in the dead letters, and another one
    for the library continues.
    """
    progress = Progress(command.library_id, command.job_id)
    if progress.is_over:
        return "already_done"
    progress.start()

    def advance(done: int, total: int) -> None:
        progress.advance(done, total)
        if done < total:
            require_time(until, pause=_PAUSE_SECONDS)

    indexing.rebuild(command.library_id, advance)
    progress.finish()
    return "reindexed"
