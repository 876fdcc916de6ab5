"""Action: export a library. Without a number, plan the archives and request each; with one, write that archive."""

from docloft import tables
from docloft.commands import Command
from docloft.errors import NotFoundError
from docloft.tables.jobs import FINAL_STATES
from docloft_worker.exporting import archives

OVER = "already_done"


def handle(command: Command, until: float) -> str:
    """Returns `planned`, `written`, or OVER when the job has ended or expired."""
    assert command.job_id is not None  # noqa: S101 - required by the registry, for mypy
    try:
        if tables.jobs.find(command.library_id, command.job_id).state in FINAL_STATES:
            return OVER
        if command.number is None:
            archives.plan(command.library_id, command.job_id)
            return "planned"
        archives.write(command.library_id, command.job_id, command.number, until)
    except NotFoundError:
        return OVER
    return "written"
