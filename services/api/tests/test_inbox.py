"""The inbox: what no one has filed yet."""

from docloft import tables
from docloft.directory import Directory
from docloft.lifecycle import metadata
from tests.fixtures import LIBRARY

FILE = {"file_name": "Bill.pdf", "media_type": "application/pdf", "size": 10, "checksum_sha256": "A" * 43 + "="}


def announce(call):
    return call("POST", "/v1/documents", body=FILE).json["document"]


def test_new_document_is_in_the_inbox_until_someone_files_it(call):
    made = announce(call)

    filed = call("PATCH", f"/v1/documents/{made['id']}", body={"inbox": False})

    assert made["inbox"] is True
    assert (filed.status, filed.json["inbox"]) == (200, False)
    [entry] = [one for one in tables.history.list_events(LIBRARY, made["id"]) if one.event == "edited"]
    assert entry.changes == {"inbox": [True, False]}


def test_library_without_an_inbox_files_what_arrives(call):
    changed = call("PATCH", "/v1/library", body={"inbox": False})

    assert (changed.json["inbox"], changed.headers["ETag"]) == (False, '"2"')
    assert announce(call)["inbox"] is False
    again = call("PATCH", "/v1/library", body={"inbox": False})
    assert again.headers["ETag"] == '"2"'
    assert call("PATCH", "/v1/library", body={"inbox": True}).json["inbox"] is True


def test_settings_that_are_not_given_stay_as_they_are(call):
    call("PATCH", "/v1/library", body={"ocr_languages": ["deu"], "inbox": False})

    assert call("PATCH", "/v1/library", body={"inbox": True}).json["ocr_languages"] == ["deu"]
    assert call("PATCH", "/v1/library", body={}).status == 400


def test_document_from_before_there_was_an_inbox_is_not_in_it(call, ready):
    assert call("GET", f"/v1/documents/{ready.document_id}").json["inbox"] is False
    unchanged = call("PATCH", f"/v1/documents/{ready.document_id}", body={"inbox": False})
    assert unchanged.json["version"] == int(ready.version)


def test_filing_is_undone_by_its_entry_in_the_history(ready):
    ready.inbox = False

    reverted = metadata.revert(ready, {"inbox": [True, False]}, Directory([]))

    assert reverted.values == {"inbox": True}
