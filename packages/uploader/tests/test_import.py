"""What docloft-import reads of an archive."""

import json
import zipfile

import pytest

from docloft_import.__main__ import main, read
from docloft_import.imported_archives import EarlierFile, Label, Paper, Remark, Source
from docloft_import.remarks import LONGEST, remarks_of
from docloft_upload import UploadError
from packages.uploader.tests.archives import MANIFEST, PAPER


def test_folder_of_paperless_is_read_with_all_that_has_a_place(folder):
    archive = read(Source(folder), amount_field="Total")

    assert archive.papers == [PAPER]
    assert +archive.left_out == {
        "archive serial numbers": 1,
        "users": 1,
    }


def test_split_manifests_are_read_like_one(folder):
    (folder / "manifest.json").write_text(json.dumps(MANIFEST[:5]))
    (folder / "json").mkdir()
    (folder / "json/2024 Power bill-manifest.json").write_text(json.dumps(MANIFEST[5:]))

    assert read(Source(folder), amount_field="Total").papers == [PAPER]


def test_zip_is_read_like_a_folder(folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)

    source = Source(path)

    assert read(source, amount_field="Total").papers == [PAPER]
    with source.file(PAPER.inside) as file:
        assert file.read_bytes() == b"%PDF-"


def test_damaged_file_in_a_zip_is_one_error_of_that_file(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.pdf", b"words" * 100)
    content = path.read_bytes()
    path.write_bytes(content.replace(b"words", b"w0rds", 1))

    with pytest.raises(UploadError, match=r"a\.pdf is damaged in the archive"), Source(path).file("a.pdf"):
        pass


@pytest.mark.parametrize("inside", ["../secret.txt", "/etc/passwd", "a/../../b"])
def test_file_outside_of_the_archive_is_never_read(folder, inside):
    with pytest.raises(UploadError, match="outside of itself"), Source(folder).file(inside):
        pass


def test_amount_without_a_currency_is_left_out_unless_one_is_given(folder):
    manifest = json.loads(json.dumps(MANIFEST).replace("EUR-12.5", "99.90"))
    (folder / "manifest.json").write_text(json.dumps(manifest))

    without, with_one = (read(Source(folder), amount_field="Total", currency=currency) for currency in (None, "CHF"))

    assert without.left_out["amounts without a currency (see --currency)"] == 1
    assert (without.papers[0].amount, without.papers[0].currency) == (None, None)
    assert (with_one.papers[0].amount, with_one.papers[0].currency) == (9990, "CHF")


def test_time_in_another_zone_becomes_the_local_day(folder, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    manifest = json.dumps(MANIFEST).replace('"2024-05-01"', '"2024-04-30T22:00:00Z"')
    (folder / "manifest.json").write_text(manifest)
    try:
        assert read(Source(folder)).papers[0].document_date == "2024-05-01"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_own_export_is_read_with_merged_and_nested_names(tmp_path):
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [
            {"id": "a", "what": "tag", "name": "Old", "merged_into": "b"},
            {"id": "b", "what": "tag", "name": "Tax", "colour": "#00ff00", "parent_id": "c"},
            {"id": "c", "what": "tag", "name": "Money"},
        ],
        "documents": [
            {"path": "x/Bill.pdf", "file_name": "Bill.pdf", "title": "Bill", "tags": ["a"], "trashed_at": "2025-01-01"},
            {"path": "x/gone.pdf", "problem": "missing"},
        ],
        "versions": [{"path": "Earlier versions/x/Bill - 1.pdf", "document_id": "d", "number": 1}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    archive = read(Source(tmp_path))

    tag = Label("tag", "Tax", "#00ff00", Label("tag", "Money"))
    assert archive.papers == [Paper("x/Bill.pdf", "Bill.pdf", title="Bill", tags=(tag,), in_trash=True)]
    assert archive.left_out["documents whose original was missing when they were exported"] == 1
    assert archive.earlier == [EarlierFile("d", 1, "Earlier versions/x/Bill - 1.pdf", "Bill - 1.pdf")]


def test_names_in_a_circle_end(tmp_path):
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [{"id": "a", "what": "tag", "name": "A", "merged_into": "a"}],
        "documents": [{"path": "x.pdf", "tags": ["a"]}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    assert read(Source(tmp_path)).papers[0].tags == ()


def test_folder_of_something_else_is_refused(tmp_path, capsys):
    assert main(["https://papers.example.org", str(tmp_path)]) == 1
    assert "neither the manifest.json of paperless-ngx nor" in capsys.readouterr().err


def test_dry_run_prints_the_plan_and_sends_nothing(folder, capsys):
    assert main(["https://papers.example.org", str(folder), "--dry-run", "--amount-field", "Total"]) == 0

    printed = capsys.readouterr().out
    assert "1 documents, 1 senders, 1 kinds, 2 tags" in printed
    assert "Power bill | 2024-05-01 | Stadtwerke | Invoice | Home, Power" in printed
    assert "not imported: 1 archive serial numbers" in printed


def test_long_note_becomes_several_that_are_cut_between_words():
    text = "word " * 2000

    found = remarks_of(text, None, None, "1")

    assert [len(one.text) <= LONGEST for one in found] == [True] * 3
    assert " ".join(one.text for one in found) == text.strip()
    assert len({one.note_id for one in found}) == 3
    assert [one.text for one in remarks_of("x" * (LONGEST + 1), None, None, "1")] == ["x" * LONGEST, "x"]


@pytest.mark.parametrize("written", [None, "yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_note_without_a_moment_that_a_clock_showed_has_none(written):
    (note,) = remarks_of("Paid.", written, "anna", "1")

    assert (note.at, note.note_id[:10]) == (None, "0" * 10)


def test_notes_of_an_own_export_keep_their_ids_and_who_wrote_them(tmp_path):
    note = {"id": "01K", "text": "Paid.", "created_at": "2026-01-01T00:00:00.000Z", "author_name": "a@b.c"}
    older = {**note, "id": "01J", "origin_at": "2024-01-01T00:00:00.000Z", "origin_by": "anna"}
    description = {
        "format": "docloft-export",
        "version": 1,
        "names": [],
        "documents": [{"path": "x.pdf", "notes": [note, older]}],
    }
    (tmp_path / "docloft-export.json").write_text(json.dumps(description))

    assert read(Source(tmp_path)).papers[0].notes == (
        Remark("01K", "Paid.", "2026-01-01T00:00:00.000Z", "a@b.c"),
        Remark("01J", "Paid.", "2024-01-01T00:00:00.000Z", "anna"),
    )
