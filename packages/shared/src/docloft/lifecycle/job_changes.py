"""Whether a job has already changed a document. A command may be delivered again after a person has reverted the job's
change; it must not repeat it then.
"""

from datetime import datetime, timedelta

from docloft import tables
from docloft.clock import timestamp
from docloft.ids import first_id
from docloft.tables.documents import Document
from docloft.tables.jobs import Job

_CLOCKS_DIFFER = timedelta(minutes=5)
"""The functions that wrote the job and the document may have different clocks."""


def was_changed(job: Job, document: Document) -> bool:
    """Whether the history has an event of this job. Reads it only when the document was changed after the job was
    created, so the first delivery costs nothing.
    """
    begun = datetime.fromisoformat(job.created_at) - _CLOCKS_DIFFER
    if document.updated_at < timestamp(begun):
        return False
    later = tables.history.list_newest(document.library_id, document.document_id, since=first_id(begun))
    return any(entry.job_id == job.job_id for entry in later)
