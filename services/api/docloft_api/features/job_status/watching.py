"""The jobs of a library."""

from collections.abc import Sequence
from dataclasses import dataclass

from docloft import tables
from docloft.errors import NotFoundError
from docloft.ids import is_id
from docloft.tables.jobs import Job
from docloft_api.identity.people import Person


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page of jobs. `next` is the `after` of the next page, None on the last one."""

    jobs: Sequence[Job]
    next: str | None


def find(person: Person, job_id: str) -> Job:
    """The job with this id. Raises NotFoundError, including for a job of another library."""
    if not is_id(job_id):
        raise NotFoundError("There is no such job in this library.")
    return tables.jobs.find(person.library_id, job_id)


def listing(person: Person, *, limit: int, after: str | None = None, kind: str | None = None) -> JobPage:
    """One page, newest first, after the job with the id `after`; with `kind`, only jobs of that kind."""
    found = tables.jobs.list_newest(person.library_id, before=after, limit=limit + 1, kind=kind)
    page = found[:limit]
    return JobPage(page, page[-1].job_id if len(found) > limit else None)
