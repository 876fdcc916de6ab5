import pytest

from docloft import reasons, tables
from docloft_worker.job_progress import Progress
from services.worker.tests.documents import make_job
from tests.fixtures import LIBRARY, OTHER_LIBRARY

pytestmark = pytest.mark.usefixtures("cloud")


def state_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, found.done, found.total, found.reason


def test_job_goes_from_queued_through_running_to_done():
    job = make_job("reindex")
    progress = Progress(LIBRARY, job.job_id)

    progress.start()
    assert state_of(job) == ("running", 0, 1, None)
    progress.advance(100, 250)
    assert state_of(job) == ("running", 100, 250, None)
    progress.finish()
    assert state_of(job) == ("done", 250, 250, None)
    assert Progress(LIBRARY, job.job_id).is_over


def test_failed_job_has_a_reason():
    job = make_job()
    progress = Progress(LIBRARY, job.job_id)

    progress.fail(reasons.NOT_IN_TRASH)

    assert tables.jobs.find(LIBRARY, job.job_id).reason_code == "not_in_trash"
    assert state_of(job) == ("failed", 0, 1, reasons.NOT_IN_TRASH)
    assert Progress(LIBRARY, job.job_id).is_over


@pytest.mark.parametrize("library_id", [LIBRARY, OTHER_LIBRARY])
def test_missing_job_is_ignored_and_not_created(library_id):
    job = make_job()
    missing = "01JDDRM0Q7A1B2C3D4E5F6G7H8" if library_id == LIBRARY else job.job_id
    progress = Progress(library_id, missing)

    progress.start()
    progress.advance(1, 2)
    progress.finish()

    assert not progress.is_over
    assert tables.jobs.list_newest(OTHER_LIBRARY, before=None, limit=5) == []
    assert [found.state for found in tables.jobs.list_newest(LIBRARY, before=None, limit=5)] == ["queued"]


def test_command_without_a_job_writes_none():
    progress = Progress(LIBRARY, None)

    progress.start()
    progress.finish()

    assert not progress.is_over
    assert tables.jobs.list_newest(LIBRARY, before=None, limit=5) == []


@pytest.mark.parametrize(
    "act", [lambda late: late.start(), lambda late: late.advance(1, 2), lambda late: late.finish()]
)
def test_late_delivery_leaves_what_another_one_has_finished(act):
    job = make_job()
    late = Progress(LIBRARY, job.job_id)
    Progress(LIBRARY, job.job_id).fail(reasons.NOT_IN_TRASH)

    act(late)

    assert state_of(job) == ("failed", 0, 1, reasons.NOT_IN_TRASH)
    assert late.is_over
