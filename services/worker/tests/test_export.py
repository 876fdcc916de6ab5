"""Exports: the plan, the archives, and that every attribute of a document is in them or left out on purpose. The file
is long because the plan, the archives and the description in them are made by one job, and have to agree.
"""

import hashlib
import json
import time
from base64 import b64encode
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft import exports, objects, tables
from docloft.ids import new_id
from docloft.lifecycle import changes, files, notes
from docloft.lifecycle.states import State
from docloft.roles import Role
from docloft.tables.documents import Document
from docloft.tables.history import HistoryEvent
from docloft.tables.records import BulkPortion, Member, Name, Note, Rule, SavedView
from docloft_worker.actions import export
from docloft_worker.exporting import archives, description
from docloft_worker.exporting.paths import Paths
from docloft_worker.time_limit import NoTimeLeftError
from services.worker.tests.documents import make_job, received
from tests.fixtures import LIBRARY, make_document, sent_commands
from tests.narrowing import present

NEVER = float("inf")


def run(command, until=NEVER):
    return export.handle(command, until)


def test_export_of_chosen_documents_has_only_those_that_exist(cloud):
    chosen = stored(b"chosen", state=State.READY, title="Chosen")
    stored(b"other", state=State.READY, title="Other")
    job = make_job("export", is_selection=True)
    ids = [new_id(), chosen.document_id]
    BulkPortion(
        LIBRARY, BulkPortion.key(job.job_id, 0), created_at=job.created_at, document_ids=ids, expires_at=1
    ).save()

    run(command(job))
    run(command(job, 1))

    assert [one["title"] for one in described(job)["documents"]] == ["Chosen"]
    assert state_of(job) == ("done", 1, 1)


@pytest.fixture
def job(cloud):
    return make_job("export")


def stored(body, **values):
    return received(body, checksum_sha256=b64encode(hashlib.sha256(body).digest()).decode(), **values)


def command(job, number=None):
    return archives.commands.Command(archives.commands.registry.EXPORT, LIBRARY, job_id=job.job_id, number=number)


def state_of(job):
    found = tables.jobs.find(LIBRARY, job.job_id)
    return found.state, int(found.done), int(found.total)


def opened(job, number=1):
    body, _ = objects.read(exports.archive_key(LIBRARY, job.job_id, number))
    return ZipFile(BytesIO(body))


def described(job, number=1):
    return json.loads(opened(job, number).read(description.FILE_NAME))


def test_export_has_every_original_and_what_is_known_of_it(job):
    sender = Name(LIBRARY, Name.key(new_id()), name_id=new_id(), what="sender", name="City / Power", created_at="x")
    sender.save()
    letter = stored(b"letter", state=State.READY, document_date="2024-03-01", sender=sender.name_id, title="March")
    trashed = stored(b"old", state=State.FAILED, title="Old", trashed_at="2026-01-01T00:00:00Z")
    make_document(State.REJECTED)

    assert run(command(job)) == "planned"
    assert [(one.number, one.job_id) for one in sent_commands()] == [(1, job.job_id)]
    assert run(command(job, 1)) == "written"

    assert state_of(job) == ("done", 2, 2)
    archive = opened(job)
    assert archive.testzip() is None
    found = {one["id"]: one for one in described(job)["documents"]}
    assert found.keys() == {letter.document_id, trashed.document_id}
    assert found[letter.document_id]["path"] == "2024/City _ Power/2024-03-01 March.pdf"
    assert found[trashed.document_id]["path"].startswith("Trash/")
    assert archive.read(found[letter.document_id]["path"]) == b"letter"
    assert found[letter.document_id]["sender"] == sender.name_id
    assert [one["event"] for one in found[letter.document_id]["history"]] == ["created"]
    assert described(job)["names"][0]["name"] == "City / Power"


def test_export_has_notes_with_who_wrote_them(job):
    letter = stored(b"letter", state=State.READY)
    Member(LIBRARY, Member.key("a"), created_at="x", user_id="a", role=Role.OWNER, email="a@b.c").save()
    key = Note.key(letter.document_id, new_id())
    note = Note(LIBRARY, key, created_at="2026-01-01T00:00:00.000Z", text="Paid", author="user:a", origin_by="anna")
    changes.amend(LIBRARY, letter.document_id, lambda one: notes.add(one, note), actor="user:a")
    run(command(job))
    run(command(job, 1))

    (exported,) = described(job)["documents"][0]["notes"]

    assert (exported["id"], exported["text"], exported["author_name"]) == (note.note_id, "Paid", "a@b.c")
    assert (exported["created_at"], exported["origin_by"]) == ("2026-01-01T00:00:00.000Z", "anna")


def test_export_has_the_values_of_changes_and_who_made_them(job):
    letter = stored(b"letter", state=State.READY)
    Member(LIBRARY, Member.key("a"), created_at="x", user_id="a", role=Role.OWNER, email="a@b.c").save()
    change = changes.Change("edited", {"title": "Lease"})
    changes.amend(LIBRARY, letter.document_id, lambda _: change, actor="user:a")
    tables.history.add_imported(
        HistoryEvent(
            tables.history.imported_subject(LIBRARY, letter.document_id),
            new_id(),
            event="created",
            actor="imported",
            at="2019-01-01T00:00:00.000Z",
            version=0,
            facts={"origin": {"kind": "person", "name": "anna"}},
            imported_at="2026-01-01T00:00:00.000Z",
            imported_by="user:a",
        )
    )
    run(command(job))
    run(command(job, 1))

    imported, _, edited = described(job)["documents"][0]["history"]

    assert (edited["changes"], edited["actor_name"]) == ({"title": ["Invoice", "Lease"]}, "a@b.c")
    assert (imported["imported"]["by"], imported["facts"]["origin"]["name"]) == ("user:a", "anna")


def test_export_has_the_fields_with_their_types_and_the_values_of_documents(job):
    options = [{"id": new_id(), "name": "Open"}]
    field = Name(LIBRARY, Name.key(new_id()), name_id=new_id(), what="field", name="Status", created_at="x")
    field.value_type, field.options = "choice", options
    field.save()
    stored(b"letter", state=State.READY, custom_fields={field.name_id: options[0]["id"]})
    run(command(job))
    run(command(job, 1))

    [name] = described(job)["names"]
    assert (name["what"], name["type"], name["options"]) == ("field", "choice", options)
    assert described(job)["documents"][0]["custom_fields"] == {field.name_id: options[0]["id"]}


def test_second_delivery_changes_nothing(job):
    stored(b"letter", state=State.READY)
    for number in (None, None, 1, 1):
        run(command(job, number))

    assert state_of(job) == ("done", 1, 1)
    assert run(command(job, 1)) == export.OVER


def test_large_library_is_planned_as_several_archives_which_end_the_job_together(job, monkeypatch):
    monkeypatch.setattr(archives, "MAX_DOCUMENTS", 2)
    bodies = [b"one", b"two", b"three"]
    for body in bodies:
        stored(body, state=State.READY)
    run(command(job))

    run(command(job, 2))
    assert state_of(job) == ("running", 1, 3)
    run(command(job, 1))

    assert state_of(job) == ("done", 3, 3)
    read = [
        archive.read(one["path"])
        for number in (1, 2)
        for archive in [opened(job, number)]
        for one in described(job, number)["documents"]
    ]
    assert sorted(read) == sorted(bodies)


def test_late_report_does_not_take_back_the_end(job):
    tables.jobs.advance(LIBRARY, job.job_id, done=3, total=3, is_over=True)
    tables.jobs.advance(LIBRARY, job.job_id, done=1, total=3, is_over=False)

    assert state_of(job) == ("done", 3, 3)


def test_document_larger_than_an_archive_has_one_of_its_own(job, monkeypatch):
    monkeypatch.setattr(archives, "MAX_BYTES", 10)
    for size in (1, 100, 1):
        stored(b"x" * size, state=State.READY, size=size)
    run(command(job))

    assert [len(one) for one in present(exports.load_plan(LIBRARY, job.job_id))] == [1, 1, 1]


def test_original_that_is_missing_or_changed_is_reported(job):
    missing = stored(b"missing", state=State.READY)
    changed = stored(b"as uploaded", state=State.READY)
    objects.remove(objects.original_key(LIBRARY, missing.document_id))
    objects.write(objects.original_key(LIBRARY, changed.document_id), b"other bytes", "text/plain")
    run(command(job))
    run(command(job, 1))

    problems = {one["id"]: one.get("problem") for one in described(job)["documents"]}
    assert problems == {missing.document_id: archives.MISSING, changed.document_id: archives.CHANGED}


def test_document_that_was_deleted_since_it_was_planned_is_left_out(job):
    document = stored(b"letter", state=State.READY)
    run(command(job))
    document.delete()

    run(command(job, 1))

    assert described(job)["documents"] == []


def test_archive_without_time_is_not_stored_and_written_by_the_next_delivery(job):
    stored(b"letter", state=State.READY)
    run(command(job))
    with pytest.raises(NoTimeLeftError):
        run(command(job, 1), until=time.monotonic())
    assert exports.finished(LIBRARY, job.job_id) == []

    run(command(job, 1))

    assert state_of(job) == ("done", 1, 1)


def test_empty_library_has_an_archive_with_its_description(job):
    run(command(job))
    run(command(job, 1))

    assert described(job)["documents"] == []


def test_large_original_is_written_in_parts(job):
    body = bytes(range(256)) * 4096 * 20
    stored(body, state=State.READY, title="Film", file_name="film.bin")
    run(command(job))
    run(command(job, 1))

    (found,) = described(job)["documents"]
    assert opened(job).read(found["path"]) == body
    assert "problem" not in found


def test_views_and_rules_are_described_as_the_api_takes_them(job):
    view, last, first = (new_id() for _ in range(3))
    made: dict[str, Any] = {"created_at": job.created_at, "name": "Bills", "search": "kind:Bill"}
    SavedView(LIBRARY, SavedView.key(view), is_exact=True, sort_by="-date", layout="grid", **made).save()
    made |= {"name": "Phone", "search": "telekom", "actions": {"inbox": False}}
    for place, rule in enumerate((first, last)):
        Rule(LIBRARY, Rule.key(rule), place=place, is_on=True, zone="Europe/Berlin", **made).save()

    found = description.of_export(LIBRARY, job.job_id, 1, 1)

    assert found["views"] == [
        {"id": view, "name": "Bills", "query": "kind:Bill", "exact": True, "order": "-date", "layout": "grid"}
    ]
    same = {"name": "Phone", "query": "telekom", "zone": "Europe/Berlin", "actions": {"inbox": False}, "is_on": True}
    assert found["rules"] == [{"id": first, **same}, {"id": last, **same}]


def test_every_attribute_is_exported_or_left_out_on_purpose():
    names = set(Document.get_attributes())

    assert names >= description.MACHINERY
    assert {
        "title",
        "tags",
        "amount",
        "trashed_at",
        "parent_id",
        "refused_suggestions",
    } <= names - description.MACHINERY


def letter():
    return stored(b"first", state=State.READY, document_date="2024-03-01", title="March", file_name="march.txt")


def replace(document, body):
    upload = make_document(replaces=document.document_id, file_name="march.pdf", checksum_sha256=_checksum(body))
    objects.write(objects.original_key(LIBRARY, upload.content_id), body, "text/plain")
    found = {"media_type": "text/plain", "size": len(body)}
    changes.amend(
        LIBRARY,
        document.document_id,
        lambda now: files.replaced(now, upload, found, actor="receive"),
        actor="receive",
    )


def restore(document, number):
    changes.amend(
        LIBRARY,
        document.document_id,
        lambda now: files.restored(now, present(files.find(now, number))),
        actor="user:ada",
    )


def test_export_has_the_earlier_files_of_a_document(job):
    march = letter()
    replace(march, b"second")

    run(command(job))
    run(command(job, 1))

    found = described(job)
    [document], [version] = found["documents"], found["versions"]
    assert opened(job).read(document["path"]) == b"second"
    assert opened(job).read(version["path"]) == b"first"
    assert (document["path"], version["path"]) == (
        "2024/2024-03-01 March.pdf",
        "Earlier versions/2024/2024-03-01 March - 1.txt",
    )
    assert (version["document_id"], version["number"], version["file_name"]) == (march.document_id, 1, "march.txt")
    assert "problem" not in version
    assert (document["file_number"], document["file_count"]) == (2, 2)


def test_file_that_was_replaced_after_the_plan_is_exported(job):
    march = letter()
    run(command(job))
    replace(march, b"second")

    run(command(job, 1))

    assert bodies(job) == {b"first", b"second"}
    [version] = described(job)["versions"]
    assert (version["number"], version["path"]) == (1, "Earlier versions/2024/2024-03-01 March - 1.txt")


@pytest.mark.parametrize("when", ["before", "during"])
def test_file_that_is_restored_after_the_plan_takes_no_other_out_of_the_export(job, monkeypatch, when):
    march = letter()
    replace(march, b"second")
    run(command(job))
    describe = description.of_document
    if when == "before":
        restore(march, 1)
    else:

        def describe_then_restore(*arguments):
            made = describe(*arguments)
            restore(march, 1)
            return made

        monkeypatch.setattr(description, "of_document", describe_then_restore)

    run(command(job, 1))

    assert bodies(job) == {b"first", b"second"}


def test_export_of_chosen_documents_has_no_earlier_files(cloud):
    march = letter()
    job = make_job("export", is_selection=True)
    BulkPortion(
        LIBRARY,
        BulkPortion.key(job.job_id, 0),
        created_at=job.created_at,
        document_ids=[march.document_id],
        expires_at=1,
    ).save()
    run(command(job))
    replace(march, b"second")

    run(command(job, 1))

    assert bodies(job) == {b"second"}


def bodies(job):
    found = described(job)
    return {opened(job).read(one["path"]) for one in [*found["documents"], *found["versions"]]}


def _checksum(body):
    return b64encode(hashlib.sha256(body).digest()).decode()


@given(st.lists(st.tuples(st.text(max_size=300), st.text(max_size=80)), max_size=8))
def test_paths_are_unique_and_safe_on_every_system(names):
    paths = Paths()
    made = [
        paths.of(Document(LIBRARY, new_id(), title=title, file_name="a.PDF", created_at="2026-01-02T03:04:05Z"), sender)
        for title, sender in names
    ]

    assert len({path.casefold() for path in made}) == len(made)
    for path in made:
        for part in path.split("/"):
            assert part not in {"", ".", ".."}
            assert len(part.encode()) <= 255
            assert part == part.strip(" .")
            assert not set(part) & set('<>:"\\|?*')
            assert all(ord(one) >= 32 for one in part)


@pytest.mark.parametrize("name", ["CON", "nul.txt", "../../etc/passwd", "a\x00b", "ends with dot.", "x" * 1000])
def test_hostile_titles_become_plain_names(name):
    document = Document(LIBRARY, new_id(), title=name, file_name=name, created_at="2026-01-02T03:04:05Z")

    path = Paths().of(document, name)

    assert ".." not in path.split("/")
    assert len(path) < 230
