"""Where an export of a library is stored: its plan and its ZIP archives, under the id of the job that makes it. The
bucket's lifecycle deletes them after DAYS_KEPT.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docloft import objects
from docloft.errors import NotFoundError

DAYS_KEPT = 7
_ARCHIVE = re.compile(r"(\d{4,6})\.zip")


@dataclass(frozen=True, slots=True)
class Planned:
    """A document in an export, and the path of its original in the archive; or an earlier file of it, by its number."""

    document_id: str
    path: str
    file_number: int | None = None


def archive_key(library_id: str, job_id: str, number: int) -> str:
    """The key of one archive; archives are numbered from 1."""
    return f"{_prefix(library_id, job_id)}{number:04d}.zip"


def finished(library_id: str, job_id: str) -> list[int]:
    """The numbers of the archives that are complete, in order."""
    names = objects.names_under(_prefix(library_id, job_id))
    return sorted(int(match[1]) for name in names if (match := _ARCHIVE.fullmatch(name)))


def save_plan(library_id: str, job_id: str, archives: Sequence[Sequence[Planned]]) -> None:
    """Raises StaleObjectError when there is one already: a plan never changes."""
    body = json.dumps([[[one.document_id, one.path, one.file_number] for one in archive] for archive in archives])
    objects.write(_plan_key(library_id, job_id), body.encode(), "application/json", if_absent=True)


def load_plan(library_id: str, job_id: str) -> list[list[Planned]] | None:
    """The documents of each archive; None before they are planned, and after DAYS_KEPT."""
    try:
        body, _ = objects.read(_plan_key(library_id, job_id))
    except NotFoundError:
        return None
    return [[Planned(*planned) for planned in archive] for archive in json.loads(body)]


def _prefix(library_id: str, job_id: str) -> str:
    return f"exports/{library_id}/{job_id}/"


def _plan_key(library_id: str, job_id: str) -> str:
    return f"{_prefix(library_id, job_id)}plan.json"
