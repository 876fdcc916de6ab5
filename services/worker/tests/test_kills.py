"""The process of `work` ends after each of its writes in turn, for every kind of command. What is delivered again must
then lead to the same end. Between two writes nothing has an effect, so these are all the moments that matter.

Recognition is tested in the same way by test_interrupted_recognition, and reading, with real children and processes, by
the drill `killed` (tests/fault_drills).

The file is long because it has a scenario for every kind of command.
"""

import hashlib
import math
from base64 import b64encode
from pkgutil import resolve_name
from typing import Any

import pytest
from botocore.client import BaseClient

from docloft import commands, exports, index_heads, objects, tables, texts
from docloft.clock import timestamp
from docloft.commands import Command, encode, registry
from docloft.errors import NotFoundError
from docloft.ids import new_id
from docloft.lifecycle import assembly, changes, parts
from docloft.lifecycle.assembly import Assembly, NewDocument, PageRange
from docloft.lifecycle.changes import Change
from docloft.lifecycle.states import State
from docloft.search import api as search
from docloft.tables.jobs import Job
from docloft.tables.records import BulkPortion, Name
from docloft_worker import handler, indexing, reading, rebuilding
from services.worker.tests import originals
from services.worker.tests.documents import (
    PAST,
    deliver_each_message,
    events_of,
    make_job,
    read_command,
    received,
    reload,
    sqs_event,
)
from services.worker.tests.test_export import stored
from tests.fixtures import LIBRARY, dead_letters, make_document, sent_commands
from tests.lambda_context import Context
from tests.narrowing import present

PASSWORD = "open sesame"
_READING = ("Get", "Head", "List", "Query", "Scan", "BatchGet", "TransactGet", "Receive")


class Killed(BaseException):
    """Lambda stopped the process: no exception handler runs."""


class Process:
    """Counts the writes of the calls made while it is a context. After `lives` of them, no call succeeds."""

    def __init__(self, lives=math.inf):
        self.writes = 0
        self._lives = lives
        self._patch = pytest.MonkeyPatch()

    def __enter__(self):
        make_call = BaseClient._make_api_call  # type: ignore[attr-defined]

        def call(client, operation, arguments):
            if self.writes >= self._lives:
                raise Killed
            result = make_call(client, operation, arguments)
            if not operation.startswith(_READING):
                self.writes += 1
                if self.writes >= self._lives:
                    raise Killed
            return result

        self._patch.setattr(BaseClient, "_make_api_call", call)
        return self

    def __exit__(self, *_):
        self._patch.undo()


class InProcess:
    """Replaces the sandbox, without a child: starting one takes longer than a scenario."""

    def call(self, target, arguments, _shape=None):
        return resolve_name(target)(**arguments)

    def close(self):
        """Nothing runs."""


@pytest.fixture(autouse=True)
def in_process(monkeypatch):
    monkeypatch.setattr(reading, "sandbox", InProcess())


class Unlock:
    """The process dies while it reads a locked document with its password. The sweeper has the document read again,
    without a password, and its owner enters it again if it is still locked.
    """

    def __init__(self):
        self.body = originals.pdf("zebrawood", owner_password="o", user_password=PASSWORD)
        self.document = received(self.body, media_type="application/pdf")
        handler.work(sqs_event(read_command(self.document)), Context())
        assert reload(self.document).reason_code == "locked"

    def act(self):
        request = {"library_id": LIBRARY, "document_id": self.document.document_id, "password": PASSWORD}
        handler.work({"unlock": {**request, "correlation_id": "browser-0123456789"}}, Context())

    def recover(self):
        expire_lease(self.document)
        handler.work(sqs_event(read_command(self.document)), Context())
        if reload(self.document).state != State.READY:
            self.act()

    def verify(self):
        after = reload(self.document)
        assert (after.state, after.reason_code, after.unlocked, after.attempts) == (State.READY, None, True, 0)
        assert present(texts.load(LIBRARY, self.document.document_id)).pages == ("zebrawood",)
        assert objects.read(objects.original_key(LIBRARY, self.document.document_id))[0] == self.body
        assert events_of(self.document).count("ready") == 1


class Delivered:
    """A command that the queue delivers again, with those that were sent meanwhile."""

    command: Command

    def act(self):
        handler.work(sqs_event(encode(self.command)), Context())

    def recover(self):
        commands.send_again(self.command)
        assert deliver_each_message()[1] == []


class Read(Delivered):
    def __init__(self):
        self.document = received(b"zebrawood")
        self.command = Command(registry.READ, LIBRARY, self.document.document_id)

    def recover(self):
        expire_lease(self.document)
        super().recover()

    def verify(self):
        assert (reload(self.document).state, reload(self.document).attempts) == (State.READY, 0)
        assert present(texts.load(LIBRARY, self.document.document_id)).pages == ("zebrawood",)
        assert events_of(self.document).count("ready") == 1


class Reindex(Delivered):
    """In two commits; the draft is saved after each. The index that it replaces already has one document."""

    def __init__(self):
        self.ids = []
        for word in ("zebrawood", "walnut"):
            document = make_document(State.READY, has_text=True)
            texts.store(LIBRARY, document.document_id, texts.Text((word,)))
            self.ids.append(document.document_id)
        indexing.update(LIBRARY, self.ids[:1])
        self.job = make_job("reindex")
        self.command = Command(registry.REINDEX, LIBRARY, job_id=self.job.job_id)

    def act(self):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rebuilding, "_BATCH", 1)
            patch.setattr(rebuilding, "_SAVE_EVERY_SECONDS", 0.0)
            super().act()

    def verify(self):
        for typed, ids in (("*", self.ids[::-1]), ("zebrawood", self.ids[:1]), ("walnut", self.ids[1:])):
            heads = index_heads.find(LIBRARY)
            found = search.find(LIBRARY, search.parse(typed), offset=0, limit=9, heads=heads)
            assert (found.document_ids, found.is_damaged) == (ids, False)
        after = tables.jobs.find(LIBRARY, self.job.job_id)
        assert (after.state, int(after.done), int(after.total)) == ("done", 2, 2)
        with pytest.raises(NotFoundError):
            objects.read(search.location_of(LIBRARY).draft.manifest_key)


class Purge(Delivered):
    """The command that deletes a document with two parts."""

    def __init__(self):
        self.mother = mother_of(2, trashed_at=PAST)
        self.other = received(b"walnut", state=State.READY)
        self.job = make_job(document_id=self.mother.document_id)
        self.command = Command(registry.PURGE, LIBRARY, self.mother.document_id, self.job.job_id)

    def verify(self):
        assert [one.document_id for one in tables.documents.list_all(LIBRARY)] == [self.other.document_id]
        assert parts.list_parts(LIBRARY, self.mother.document_id) == []
        versions: dict[str, Any] = {**objects.client().list_object_versions(Bucket=objects.bucket())}
        left = {entry["Key"] for kind in ("Versions", "DeleteMarkers") for entry in versions.get(kind, [])}
        assert left == {objects.original_key(LIBRARY, self.other.document_id)}
        assert tables.jobs.find(LIBRARY, self.job.job_id).state == "done"
        assert events_of(self.mother).count("purged") == 1


class AlignParts(Delivered):
    def __init__(self):
        self.mother = mother_of(2)
        trash = Change("trashed", {"trashed_at": timestamp()})
        changes.amend(LIBRARY, self.mother.document_id, lambda _: trash, actor="user:ada")
        self.command = Command(registry.ALIGN_PARTS, LIBRARY, self.mother.document_id)

    def verify(self):
        for part in parts.list_parts(LIBRARY, self.mother.document_id):
            document = tables.documents.find(LIBRARY, part.document_id)
            assert document.trashed_at is not None
            assert events_of(document).count("trashed") == 1


class Bulk(Delivered):
    TAG = "01JDA0ZQ5T8M3N7K2V4W6X8Y91"

    def __init__(self):
        Name(LIBRARY, Name.key(self.TAG), created_at=PAST, what="tag", name=self.TAG, name_id=self.TAG).save()
        self.documents = [make_document(State.READY) for _ in range(3)]
        ids = [one.document_id for one in self.documents]
        job = Job(LIBRARY, new_id(), kind="bulk", state="queued", total=3, actor="user:ada", created_at=PAST)
        job.changes, job.updated_at, job.expires_at = {"add_tags": [self.TAG]}, PAST, 2_000_000_000
        job.save()
        key = BulkPortion.key(job.job_id, 0)
        BulkPortion(LIBRARY, key, created_at=PAST, document_ids=ids, expires_at=2_000_000_000).save()
        self.job = job
        self.command = Command(registry.BULK, LIBRARY, job_id=job.job_id)

    def verify(self):
        assert [list(reload(one).tags) for one in self.documents] == [[self.TAG]] * 3
        assert [int(reload(one).version) for one in self.documents] == [2, 2, 2]
        after = tables.jobs.find(LIBRARY, self.job.job_id)
        assert (after.state, int(after.done), int(after.total), int(after.skipped or 0)) == ("done", 3, 3, 0)


class DividedBulk(Bulk):
    """A large job: its command divides it into lanes, and each lane has a command of its own."""

    def __init__(self):
        super().__init__()
        tables.library.remove(LIBRARY, BulkPortion.key(self.job.job_id, 0))
        for number, one in enumerate(self.documents):
            key = BulkPortion.key(self.job.job_id, number)
            ids = [one.document_id]
            BulkPortion(LIBRARY, key, created_at=PAST, document_ids=ids, expires_at=2_000_000_000).save()

    def act(self):
        super().act()
        assert deliver_each_message()[1] == []


class Export(Delivered):
    """The plan and its archive."""

    def __init__(self):
        self.bodies = [b"letter", b"contract"]
        for body in self.bodies:
            stored(body, state=State.READY)
        self.job = make_job("export")
        self.command = Command(registry.EXPORT, LIBRARY, job_id=self.job.job_id)

    def act(self):
        super().act()
        assert deliver_each_message()[1] == []

    def verify(self):
        after = tables.jobs.find(LIBRARY, self.job.job_id)
        assert (after.state, int(after.done), int(after.total)) == ("done", 2, 2)
        assert exports.finished(LIBRARY, self.job.job_id) == [1]


class Assemble(Delivered):
    def __init__(self):
        pages = received(originals.pdf("page"), "application/pdf", state=State.READY, pages=1)
        self.documents = [
            NewDocument(new_id(), "New", [PageRange(pages.document_id, 1, 1, turn)]) for turn in (90, 180)
        ]
        self.job = make_job("assemble")
        self.job.outline, self.job.actor = assembly.to_json(Assembly(self.documents)), "user:ada"
        self.job.save()
        self.command = Command(registry.ASSEMBLE, LIBRARY, job_id=self.job.job_id)

    def verify(self):
        after = tables.jobs.find(LIBRARY, self.job.job_id)
        assert (after.state, int(after.done), int(after.total)) == ("done", 2, 2)
        for wanted in self.documents:
            made = tables.documents.find(LIBRARY, wanted.document_id)
            assert (made.state, int(made.version)) == (State.AWAITING_UPLOAD, 1)
            body, _ = objects.read(objects.inbox_key(LIBRARY, wanted.document_id))
            assert b64encode(hashlib.sha256(body).digest()).decode() == made.checksum_sha256


SCENARIOS = {
    "unlock": Unlock,
    "read": Read,
    "reindex": Reindex,
    "purge": Purge,
    "align_parts": AlignParts,
    "bulk": Bulk,
    "divided_bulk": DividedBulk,
    "export": Export,
    "assemble": Assemble,
}
ELSEWHERE = {"recognise", "recognise_pages", "make_searchable", "make_rendition"}
"""Recognition is killed in test_interrupted_recognition; `make_searchable` and `make_rendition` write one object and
then end their job, as `export` does.
"""


def mother_of(count, **values):
    mother = make_document(State.READY, children=count, **values)
    for number in range(count):
        part = received(b"part", state=State.READY, parent_id=mother.document_id, **values)
        parts.record(LIBRARY, mother.document_id, part.document_id, name=f"{number}.txt", number=number).save()
    return mother


def expire_lease(document):
    if reload(document).lease_until:
        changes.amend(LIBRARY, document.document_id, lambda _: Change("aged", {"lease_until": PAST}), actor="test")


def begin(scenario, restore_cloud):
    """A scenario in an empty cloud."""
    restore_cloud()
    sent_commands()
    dead_letters()
    search.forget()
    return scenario()


@pytest.mark.usefixtures("cloud")
@pytest.mark.parametrize("name", SCENARIOS)
def test_command_whose_process_ends_after_any_of_its_writes_is_finished_later(name, restore_cloud):
    one = begin(SCENARIOS[name], restore_cloud)
    with Process() as undisturbed:
        one.act()
    one.verify()
    assert undisturbed.writes

    for lives in range(1, undisturbed.writes + 1):
        one = begin(SCENARIOS[name], restore_cloud)
        with Process(lives), pytest.raises(Killed):
            one.act()
        # The next process has no local copies.
        search.forget()
        one.recover()
        one.verify()


def test_every_command_is_killed():
    assert SCENARIOS.keys() - {"unlock", "divided_bulk"} | ELSEWHERE == registry.ACTIONS.keys()
