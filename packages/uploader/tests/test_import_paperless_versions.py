"""Versions of files of paperless-ngx, its audit log, and what is not imported."""

import base64
import hashlib
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docloft_import.__main__ import main, read
from docloft_import.file_versions import earlier_files
from docloft_import.imported_archives import Source
from docloft_import.origins import moments_of
from docloft_import.paperless_history import WITHOUT_PLACE, histories
from packages.uploader.tests.archives import MANIFEST

ADDED = ["2024-05-01T10:00:00+02:00", "2024-06-01T10:00:00+02:00", "2024-07-01T10:00:00+02:00"]


def document(pk, name, added, **fields):
    return {
        "model": "documents.document",
        "pk": pk,
        "fields": {"title": name, "tags": [], "original_filename": name, "added": added, **fields},
        "__exported_file_name__": f"2024 {name}",
        "__exported_archive_name__": f"2024 {name}-archive.pdf",
    }


VERSIONS = [
    document(7, "First.txt", ADDED[0], title="Lease"),
    document(9, "Third.txt", ADDED[2], root_document=7, version_index=2, version_label="signed"),
    document(8, "Second.txt", ADDED[1], root_document=7, version_index=1),
    document(10, "Fourth.txt", ADDED[2], root_document=7, deleted_at=ADDED[2]),
    document(11, "Alone.txt", ADDED[0]),
    {"model": "documents.customfield", "pk": 2, "fields": {"name": "About", "data_type": "documentlink"}},
    {
        "model": "documents.customfieldinstance",
        "pk": 2,
        "fields": {"document": 11, "field": 2, "value_document_ids": [8]},
    },
    {"model": "documents.note", "pk": 1, "fields": {"document": 8, "note": "Signed.", "created": ADDED[1]}},
]


@pytest.fixture
def source(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(VERSIONS))
    for name in ("First", "Second", "Third", "Alone"):
        (tmp_path / f"2024 {name}.txt").write_text(name)
    return Source(tmp_path)


def test_versions_are_files_of_their_root_and_the_newest_is_read(source):
    archive = read(source)

    lease, alone = archive.papers
    assert (lease.title, lease.file_name, lease.inside, lease.file_number) == (
        "Lease",
        "Third.txt",
        "2024 Third.txt",
        3,
    )
    earlier = earlier_files([(source, archive)])[str(lease.origin_id)]
    assert [(one.number, one.file_name, one.inside) for _, one in earlier] == [
        (1, "First.txt", "2024 First.txt"),
        (2, "Second.txt", "2024 Second.txt"),
    ]
    assert [note.text for note in lease.notes] == ["Signed."]
    assert (alone.file_number, alone.origin_id, [to for _, to in alone.links]) == (1, None, [lease.origin_id])
    assert archive.left_out["versions of files that were in the trash"] == 1
    assert archive.left_out["archive files (the originals are imported and read instead)"] == 4


def test_files_have_the_moments_when_they_were_added(source):
    archive = read(source)
    lease = archive.papers[0]

    moments = moments_of(source, lease, earlier_files([(source, archive)])[str(lease.origin_id)])

    digests = [base64.b64encode(hashlib.sha256(one).digest()).decode() for one in (b"Third", b"First", b"Second")]
    assert moments == tuple(zip(digests, (ADDED[2], ADDED[0], ADDED[1]), strict=True))
    assert lease.added_at == ADDED[0]


def test_version_whose_root_is_missing_is_a_document(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps([document(9, "Third.txt", ADDED[2], root_document=7)]))

    assert [paper.title for paper in read(Source(tmp_path)).papers] == ["Third.txt"]


def test_two_archives_do_not_share_their_versions(source):
    one, other = read(source), read(source)

    assert one.papers[0].origin_id != other.papers[0].origin_id


def entry(pk, at, changes, action=1, **fields):
    values = {"content_type": 5, "object_pk": "7", "object_id": 7, "action": action, "actor": 2, "timestamp": at}
    return {"model": "auditlog.logentry", "pk": pk, "fields": {**values, "changes": changes, **fields}}


DAYS, KINDS = ["2024-04-01", "2024-05-01"], ["Receipt", "Invoice"]
LOG = [
    *MANIFEST,
    {"model": "contenttypes.contenttype", "pk": 5, "fields": {"app_label": "documents", "model": "document"}},
    {"model": "contenttypes.contenttype", "pk": 6, "fields": {"app_label": "documents", "model": "tag"}},
    entry(1, ADDED[0], {"title": ["None", "scan7"]}, action=0),
    entry(
        2,
        ADDED[1],
        {"title": ["scan7", "Bill"], "correspondent": ["None", "3"], "created": ["2024-04-01", "2024-05-01"]},
    ),
    entry(3, ADDED[1], {"tags": {"type": "m2m", "operation": "add", "objects": ["Home", "Power"]}}),
    entry(
        4, ADDED[2], json.dumps({"title": ["Bill", "Power bill"], "document_type": ["Receipt", "Invoice"]}), actor=None
    ),
    entry(5, ADDED[2], {"tags": {"type": "m2m", "operation": "delete", "objects": ["Gone", "Home"]}}),
    entry(6, ADDED[2], {"tags": {"type": "m2m", "operation": "add", "objects": ["Home"]}}),
    entry(7, ADDED[2], {"content": ["a", "b"]}),
    entry(8, ADDED[2], {"name": ["a", "b"]}, content_type=6),
]


def test_audit_log_becomes_the_history(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(LOG))

    archive = read(Source(tmp_path))

    created, edited, tagged, renamed, untagged, again = archive.papers[0].history
    assert (created.event, created.changes, created.by_name, created.by_kind) == ("created", {}, "anna", "person")
    assert edited.changes == {
        "title": ("scan7", "Bill"),
        "sender": (None, "sender 3"),
        "document_date": ("2024-04-01", "2024-05-01"),
    }
    assert tagged.changes == {"tags": ([], ["tag 2", "tag 1"])}
    # The earlier kind has since been deleted, so only the title is known.
    assert (renamed.changes, renamed.by_kind, renamed.by_name) == (
        {"title": ("Bill", "Power bill")},
        "program",
        "paperless-ngx",
    )
    assert untagged.changes["tags"][1] == again.changes["tags"][0] == ["tag 2"]
    assert archive.labels["sender 3"].name == "Stadtwerke"
    assert archive.left_out[WITHOUT_PLACE] == 2
    assert len({one.event_id for one in archive.papers[0].history}) == 6


@pytest.mark.parametrize(
    "odd",
    [
        {"changes": {"title": [["a"], {"b": 1}], "created": DAYS}},
        {"changes": {"correspondent": [None, {"id": 3}], "created": DAYS}},
        {"changes": {"tags": {"operation": "add", "objects": 5}, "created": DAYS}},
        {"changes": {"created": DAYS}, "actor": ["anna"]},
    ],
)
def test_odd_values_in_the_audit_log_leave_the_rest(tmp_path, odd):
    whole = entry(9, ADDED[2], {"title": ["A", "B"]})
    (tmp_path / "manifest.json").write_text(json.dumps([*LOG[: len(MANIFEST) + 1], entry(8, ADDED[1], **odd), whole]))

    found = [one.changes for one in read(Source(tmp_path)).papers[0].history]

    assert found == [{"document_date": tuple(DAYS)}, {"title": ("A", "B")}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["title", *DAYS]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
COLUMNS = ["content_type", "object_pk", "object_id", "action", "actor", "timestamp"]
PAIRS = st.dictionaries(
    st.sampled_from(["title", "correspondent", "created", "deleted_at"]), st.lists(JSON, min_size=2, max_size=2)
)
TAGS = st.fixed_dictionaries(
    {"tags": st.fixed_dictionaries({"operation": st.sampled_from(["add", "delete"]), "objects": JSON})}
)


@given(st.dictionaries(st.sampled_from(COLUMNS), JSON), PAIRS | TAGS | JSON)
def test_audit_log_with_any_values_is_read(columns, changes):
    manifest = [*LOG[: len(MANIFEST) + 1], entry(8, ADDED[1], changes, **columns)]
    by_model: dict[str, dict[Any, Any]] = {}
    for item in manifest:
        by_model.setdefault(item["model"], {})[item["pk"]] = item

    for events in histories(by_model, Counter()).values():
        assert len(events) <= 1


def test_what_has_no_place_is_counted_by_its_kind(tmp_path, capsys):
    others = [
        {"model": model, "pk": pk, "fields": {}}
        for pk, model in enumerate(["documents.savedview", "documents.savedview", "paperless_mail.mailrule"])
    ]
    (tmp_path / "manifest.json").write_text(json.dumps([*MANIFEST, *others]))

    assert main(["https://papers.example.org", str(tmp_path), "--dry-run", "--amount-field", "Total"]) == 0

    printed = capsys.readouterr().out
    for line in ("2 saved views", "1 mail rules", "1 users", "1 archive serial numbers"):
        assert f"not imported: {line}" in printed
