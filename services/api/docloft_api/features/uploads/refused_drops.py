"""Files that a machine tried to add and that were refused before anything was stored. Only the machine reads the
response, so each is also recorded as a rejected document without bytes, which Needs attention shows like any other.
"""

from datetime import datetime

from docloft import tables
from docloft.clock import now
from docloft.errors import Reason
from docloft.ids import derived_id, first_id
from docloft.lifecycle import changes
from docloft.lifecycle.names import clean_file_name, title_from
from docloft.lifecycle.states import State
from docloft.tables import transactions
from docloft.tables.documents import Document
from docloft_api.identity.people import Person

MOST_A_DAY = 20
"""Records of one machine in a day (UTC), one for each file name: a misconfigured machine may send thousands of files.
The same file a second time, and any after these, are refused without a further record.
"""


def record(
    person: Person, reason: Reason, *, file_name: str | None, media_type: str, size: int, checksum_sha256: str = ""
) -> None:
    """Idempotent within a day. Does nothing for a file that already has a record, or if there are MOST_A_DAY."""
    moment = now()
    name = clean_file_name(file_name or f"Scan {moment:%Y-%m-%d}")
    document_id = _free_id(person, name, moment)
    if document_id is None:
        return
    document = Document(
        person.library_id,
        document_id,
        state=State.REJECTED,
        title=title_from(name),
        file_name=name,
        media_type=media_type or "application/octet-stream",
        size=size,
        checksum_sha256=checksum_sha256,
        created_by=person.user_id,
        **reason.attributes,
    )
    try:
        changes.create(document, actor=person.actor, due=None)
    except transactions.StepRefusedError:
        # An identical request recorded it first.
        return


def _free_id(person: Person, name: str, moment: datetime) -> str | None:
    """A free id among those for the machine's records of this day; None if the file already has a record, or no id is
    free.
    """
    day = first_id(moment.replace(hour=0, minute=0, second=0, microsecond=0))
    ids = [derived_id(day, f"{person.user_id} refused {number}") for number in range(MOST_A_DAY)]
    taken = {one.document_id: one.file_name for one in tables.documents.find_many(person.library_id, ids)}
    return None if name in taken.values() else next((one for one in ids if one not in taken), None)
