"""Action: rebuild a library's search index."""

from docloft.commands import Command
from docloft_worker import indexing
from docloft_worker.job_progress import Progress
from docloft_worker.time_limit import require_time


def handle(command: Command, until: float) -> str:
    """If the library is too large for one run, stops in time; the next delivery continues from there."""
    progress = Progress(command.library_id, command.job_id)
    if progress.is_over:
        return "already_done"
    progress.start()

    def advance(done: int, total: int) -> None:
        progress.advance(done, total)
        if done < total:
            require_time(until)

    indexing.rebuild(command.library_id, advance)
    progress.finish()
    return "reindexed"
