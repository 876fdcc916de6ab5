"""What docloft-upload sends, records in its journal, moves and prints."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import docloft_upload
from docloft_upload import (
    Journal,
    Outcome,
    Response,
    Totals,
    conclude,
    files_under,
    in_parallel,
    send,
    upload,
)
from packages.uploader.tests.service import written


def test_file_is_stored_byte_for_byte(service, tmp_path):
    path = written(tmp_path, content=bytes(range(256)) * 5000)

    sent = send(service, path)

    assert sent.is_new
    assert service.stored == {sent.document_id: path.read_bytes()}


def test_repeated_announcement_of_an_unchanged_file_uses_the_same_key(service, tmp_path):
    service.may_read = False
    path = written(tmp_path)

    assert send(service, path).document_id == send(service, path).document_id


def test_file_that_the_library_has_is_not_sent_again(service, tmp_path, journal, capsys):
    send(service, written(tmp_path))
    service.stored.clear()
    totals = Totals()

    conclude(upload(service, written(tmp_path / "copy", "Other name.pdf"), journal), totals, None)

    assert service.stored == {}
    assert str(totals) == "0 sent, 1 were there already, 0 not sent"
    assert "already there" in capsys.readouterr().out


def test_file_in_the_journal_is_skipped_until_it_changes(service, tmp_path, journal):
    path, totals = written(tmp_path), Totals()
    conclude(upload(service, path, journal), totals, None)

    conclude(upload(service, path, Journal(tmp_path / "state/journal.jsonl")), totals, None)
    path.write_bytes(b"other words")
    conclude(upload(service, path, journal), totals, None)

    assert totals == {"sent": 2, "known": 1}


def test_damaged_line_of_the_journal_is_ignored(tmp_path):
    path = written(tmp_path, "journal.jsonl", b'{"file": "a", "document_id": "1"}\n{"file": "b", "docu')

    journal = Journal(path)

    assert journal.entry("a") == {"file": "a", "document_id": "1"}
    assert journal.entry("b") == {}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("empty.pdf", b"", "This file is empty."), ("film.huge", b"x", "The file is larger than the limit of 100 MB.")],
)
def test_refused_file_is_reported_and_not_sent_again(service, tmp_path, journal, capsys, name, content, sentence):
    path, totals = written(tmp_path, name, content), Totals()

    conclude(upload(service, path, journal), totals, None)
    conclude(upload(service, path, journal), totals, None)

    assert totals.failed == 2
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"refused  {path}: {sentence}"
    assert second == f"refused earlier  {path}: {sentence}"


def test_rejected_upload_is_reported_with_its_reason(service, tmp_path, journal, capsys):
    service.rejected = "This is a program."
    conclude(upload(service, written(tmp_path), journal), Totals(), None)

    assert "This is a program." in capsys.readouterr().out


def test_file_whose_twin_was_received_first_is_there_already(service, tmp_path, journal):
    service.rejected = "twin"

    assert upload(service, written(tmp_path), journal).word == "already there"


def test_file_that_cannot_be_moved_is_reported_and_does_not_end_the_run(service, tmp_path, journal, capsys):
    path, blocked = written(tmp_path), tmp_path / "file"
    blocked.write_text("no folder")

    conclude(upload(service, path, journal), Totals(), blocked)

    assert "not moved" in capsys.readouterr().out
    assert path.exists()


def test_each_library_and_key_has_a_journal_of_its_own():
    of = docloft_upload.default_journal
    paths = {of("a.org", None, None), of("a.org", "one", None), of("a.org", "two", None), of("a.org", None, "key")}

    assert len(paths) == 4
    assert of("https://a.org", "one", None) == of("a.org", "one", None)
    assert not any("key" in str(path) for path in paths)


def test_sent_file_is_moved_and_none_is_overwritten(service, tmp_path, journal):
    done = tmp_path / "done"
    for content in (b"first", b"second"):
        conclude(upload(service, written(tmp_path, "scan.pdf", content), journal), Totals(), done)

    assert sorted(path.name for path in done.iterdir()) == ["scan (2).pdf", "scan.pdf"]
    assert not (tmp_path / "scan.pdf").exists()


def test_files_of_one_name_from_two_folders_are_both_kept_when_they_are_moved(service, tmp_path, journal, monkeypatch):
    folders = [written(tmp_path / name, "scan.pdf", name.encode()).parent for name in ("a", "b")]
    monkeypatch.setattr(docloft_upload, "Client", lambda *_: service)
    done = tmp_path / "done"

    command = ["papers.example.org", *map(str, folders), "--move-to", str(done), "--journal", str(journal.path)]

    assert docloft_upload.main(command) == 0
    assert sorted(path.read_bytes() for path in done.iterdir()) == [b"a", b"b"]


def test_file_that_was_sent_before_an_interruption_is_moved_by_the_next_run(service, tmp_path, journal):
    path = written(tmp_path)
    upload(service, path, journal)

    conclude(upload(service, path, journal), Totals(), tmp_path / "done")

    assert [moved.name for moved in (tmp_path / "done").iterdir()] == ["Letter.pdf"]


def test_file_that_vanished_is_reported_and_does_not_end_the_run(service, tmp_path, journal):
    assert upload(service, tmp_path / "gone.pdf", journal) == Outcome(
        tmp_path / "gone.pdf", "not sent", "No such file or directory"
    )


def test_key_that_is_not_accepted_ends_the_run_with_one_sentence(service, tmp_path, journal, monkeypatch, capsys):
    for number in range(9):
        written(tmp_path / "scans", f"{number}.pdf", str(number).encode())
    monkeypatch.setattr(docloft_upload, "Client", lambda *_: service)
    monkeypatch.setattr(service, "request", lambda *_: Response(403, {"detail": "Forbidden."}))

    assert docloft_upload.main(["papers.example.org", str(tmp_path / "scans"), "--journal", str(journal.path)]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "docloft-upload: Forbidden. Check the key, or sign in again.\n")


def test_interruption_leaves_out_what_has_not_begun(monkeypatch):
    begun = []
    ending = threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait=True, *, cancel_futures=False):  # noqa: FBT002 - as the standard library has it
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            ending.set()
            super().shutdown(wait=wait)

    def act(number):
        begun.append(number)
        if number:
            ending.wait(60)
        return number

    monkeypatch.setattr(docloft_upload, "ThreadPoolExecutor", Pool)
    results = in_parallel(act, range(100))
    assert next(results) == 0
    results.close()

    assert len(begun) <= docloft_upload.PARALLEL + 1


def test_hidden_and_unfinished_files_are_left_out(tmp_path):
    names = ["b.pdf", "a/c.pdf", ".DS_Store", "a/.git/config", "d.pdf.part", "e.crdownload"]
    for name in names:
        written(tmp_path, name)

    found = [path.relative_to(tmp_path).as_posix() for path in files_under([tmp_path])]

    assert found == ["b.pdf", "a/c.pdf"]


def test_watched_file_is_sent_once_it_no_longer_changes(service, tmp_path, journal, monkeypatch):
    path = written(tmp_path, content=b"half")
    clock = iter(range(100))
    rounds = []

    def sleep(_seconds):
        rounds.append(len(service.stored))
        if len(rounds) == 2:
            path.write_bytes(b"half and half")
        if len(rounds) == 12:
            raise KeyboardInterrupt

    monkeypatch.setattr(docloft_upload.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(docloft_upload.time, "sleep", sleep)
    # The journal and the folder of sent files are inside the watched one.
    with pytest.raises(KeyboardInterrupt):
        docloft_upload.watch(service, [tmp_path], journal, Totals(), tmp_path / "done")

    assert rounds[:4] == [0, 0, 0, 0]
    assert list(service.stored.values()) == [b"half and half"]
    assert [path.name for path in (tmp_path / "done").iterdir()] == ["Letter.pdf"]


def test_command_without_files_explains_itself(capsys):
    with pytest.raises(SystemExit) as stopped:
        docloft_upload.main(["https://papers.example.org", "missing.pdf"])

    assert stopped.value.code == 2
    assert "missing.pdf does not exist" in capsys.readouterr().err
