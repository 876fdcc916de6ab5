"""The command line on the deployed stage: uploads with a key, the sign-in by a browser, and importing archives. The
file is long because an import is compared with everything that the archive had.
"""

import json
import re
import threading
from html import unescape

import pytest
import requests

import docloft_upload
from docloft.ids import new_id
from docloft_import.__main__ import main as import_archive
from docloft_upload import main as upload
from tests.e2e.test_export import finished
from tests.e2e.test_file_versions import replace, wait_for_version
from tests.narrowing import present
from tools.api_client import attempts


@pytest.fixture
def signed_in(person, monkeypatch):
    """Signs a person in as their browser would: the hosted page, their password, and back to this machine."""

    def browse(address):
        session = requests.Session()
        page = session.get(address, timeout=30)
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        form = {name: unescape(value) for name, value in fields.items()}
        target = present(re.search(r'<form[^>]* action="([^"]*)"', page.text))[1]
        url = requests.compat.urljoin(page.url, unescape(target))
        session.post(url, data={**form, "username": person.email, "password": person.password}, timeout=30)

    monkeypatch.delenv(docloft_upload.KEY, raising=False)
    monkeypatch.setattr(
        docloft_upload.webbrowser, "open", lambda address: threading.Thread(target=browse, args=[address]).start()
    )
    return person


def titles(person):
    return sorted(document["title"] for document in person.get("/v1/documents")["documents"])


def versions(person, document_id):
    found = person.get(f"/v1/documents/{document_id}/files")["files"]
    return [(one["number"], one["file_name"], one["checksum_sha256"], one["is_current"]) for one in found]


def file_moments(person, document_id):
    return {one["number"]: one["added_at"] for one in person.get(f"/v1/documents/{document_id}/files")["files"]}


def changes_of(person, document_id, *, imported=False):
    """Ids of entries with when, what and who, without the ids of senders and fields, which an import replaces."""
    return [
        (
            one["id"],
            one["at"],
            one["event"],
            one["actor"]["kind"],
            # An import names the functions of Docloft by one name.
            "Docloft" if one["actor"]["kind"] == "program" else one["actor"]["name"],
            [*map(field_of, one["changes"])],
        )
        for one in person.get(f"/v1/documents/{document_id}/history?limit=100")["entries"]
        if bool(one["imported"]) == imported
    ]


def field_of(change):
    return (change["field"], *((change["before"], change["after"]) if change["field"] == "title" else ()))


def test_drop_key_uploads_a_folder_once(person, stack, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(docloft_upload.KEY, person.make_drop_key("Scanner")["key"])
    folder = tmp_path / "scans"
    folder.mkdir()
    for number in range(3):
        (folder / f"Scan {number}.txt").write_text(f"Words of scan {number}")
    command = [stack["site_url"], str(folder), "--journal", str(tmp_path / "journal")]

    assert upload(command) == 0
    assert upload(command) == 0

    printed = capsys.readouterr().out.splitlines()
    assert printed[3] == "3 sent, 0 were there already, 0 not sent."
    assert printed[-1] == "0 sent, 3 were there already, 0 not sent."
    for number in range(3):
        person.find(f'"scan {number}"')
    assert titles(person) == ["Scan 0", "Scan 1", "Scan 2"]


def test_own_export_is_imported_after_signing_in_by_a_browser(signed_in, stack, tmp_path, capsys):
    # Given an exported library with a filed document
    person = signed_in
    document_id = person.drop("Bill.txt", b"The power bill")
    person.wait(document_id)
    # And three versions of its file, of which the second one is read
    for number in (2, 3):
        replace(person, document_id, b"The power bill, version %d" % number, f"Bill {number}.txt")
        wait_for_version(person, document_id, number)
    person.request("POST", f"/v1/documents/{document_id}/files/2/restore").raise_for_status()
    wait_for_version(person, document_id, 2)
    files, moments = versions(person, document_id), file_moments(person, document_id)
    sender = person.request("POST", "/v1/names", json={"what": "sender", "name": "Stadtwerke"}).json()["id"]
    version = person.get(f"/v1/documents/{document_id}")["version"]
    field = {"what": "field", "name": "Status", "type": "choice", "options": [{"name": "Open"}]}
    status = person.request("POST", "/v1/names", json=field).json()
    values = {status["id"]: status["options"][0]["id"]}
    change = {
        "inbox": False,
        "title": "Power bill",
        "sender": sender,
        "document_date": "2024-05-01",
        "custom_fields": values,
    }
    person.request(
        "PATCH", f"/v1/documents/{document_id}", json=change, headers={"If-Match": f'"{version}"'}
    ).raise_for_status()
    added_at = person.get(f"/v1/documents/{document_id}")["created_at"]
    history = changes_of(person, document_id)
    kept = {"views": new_id(), "rules": new_id()}
    view = {"name": "Power", "query": "power", "order": "-date"}
    rule = {"name": "Power", "query": "power", "actions": {"sender": sender, "custom_fields": values}}
    for what, body in (("views", view), ("rules", rule)):
        person.request("PUT", f"/v1/{what}/{kept[what]}", json=body).raise_for_status()
    job = person.request("POST", "/v1/exports").json()["job"]
    (file,) = finished(person, job["id"])["files"]
    path = tmp_path / "export.zip"
    path.write_bytes(requests.get(file["url"], timeout=30).content)
    # And everything is deleted
    before = {what: person.get(f"/v1/{what}")[what] for what in kept}
    for what, one in kept.items():
        person.request("DELETE", f"/v1/{what}/{one}").raise_for_status()
    person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
    person.request("DELETE", f"/v1/documents/{document_id}").raise_for_status()
    for _ in attempts(60):
        if person.request("GET", f"/v1/documents/{document_id}").status_code == 404:
            break

    # When it is imported
    assert import_archive([stack["site_url"], str(path), "--journal", str(tmp_path / "journal")]) == 0

    # Then it is back, with everything that was known about it
    assert "1 imported" in capsys.readouterr().out
    (document,) = person.get("/v1/documents")["documents"]
    assert {name: document[name] for name in change} == change
    assert versions(person, document["id"]) == files
    assert [number for number, *_, is_current in files if is_current] == [2]
    # And when it and its files were added, and all that happened to it
    assert (document["created_at"], file_moments(person, document["id"])) == (added_at, moments)
    assert [line for line in changes_of(person, document["id"], imported=True) if line in history] == history
    # And a change from before can be undone
    [edited] = [
        one
        for one in person.get(f"/v1/documents/{document['id']}/history?limit=100")["entries"]
        if one["imported"] and one["event"] == "edited"
    ]
    undone = person.request("POST", f"/v1/documents/{document['id']}/history/{edited['id']}/revert").json()
    assert (undone["document"]["title"], undone["document"]["sender"], undone["left"]) == ("Bill", None, [])
    assert person.find('"version 2"', document["id"])
    for what, found in before.items():
        (one,) = person.get(f"/v1/{what}")[what]
        assert {**one, "created_at": ""} == {**found[0], "created_at": ""}


def test_folder_of_paperless_is_imported(signed_in, stack, tmp_path):
    manifest = [
        {"model": "documents.tag", "pk": 1, "fields": {"name": "Home", "color": "#a6cee3"}},
        {
            "model": "documents.document",
            "pk": 1,
            "fields": {
                "title": "Lease",
                "created": "2023-01-31",
                "tags": [1],
                "original_filename": "scan.txt",
                "added": "2023-02-01T10:00:00Z",
            },
            "__exported_file_name__": "Lease.txt",
        },
        {
            "model": "documents.document",
            "pk": 3,
            "fields": {
                "title": "",
                "original_filename": "signed.txt",
                "root_document": 1,
                "added": "2023-03-01T10:00:00Z",
            },
            "__exported_file_name__": "Signed.txt",
        },
        {"model": "contenttypes.contenttype", "pk": 5, "fields": {"app_label": "documents", "model": "document"}},
        {
            "model": "auditlog.logentry",
            "pk": 1,
            "fields": {
                "content_type": 5,
                "object_id": 1,
                "action": 1,
                "timestamp": "2023-02-02T10:00:00Z",
                "changes": {
                    "title": ["scan", "Lease"],
                    "tags": {"type": "m2m", "operation": "add", "objects": ["Home"]},
                },
            },
        },
        {
            "model": "documents.document",
            "pk": 2,
            "fields": {"title": "Letter", "tags": [], "original_filename": "letter.txt"},
            "__exported_file_name__": "Letter.txt",
        },
        {"model": "documents.customfield", "pk": 1, "fields": {"name": "Rent", "data_type": "monetary"}},
        {"model": "documents.customfield", "pk": 2, "fields": {"name": "About", "data_type": "documentlink"}},
        {
            "model": "documents.customfieldinstance",
            "pk": 1,
            "fields": {"document": 1, "field": 1, "value_monetary": "EUR950.00"},
        },
        {
            "model": "documents.customfieldinstance",
            "pk": 2,
            "fields": {"document": 2, "field": 2, "value_document_ids": [1]},
        },
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "Lease.txt").write_text("The lease of a flat")
    (tmp_path / "Signed.txt").write_text("The signed lease of a flat")
    (tmp_path / "Letter.txt").write_text("A letter about it")

    assert import_archive([stack["site_url"], str(tmp_path), "--journal", str(tmp_path / "journal")]) == 0

    found = {one["title"]: one for one in signed_in.get("/v1/documents")["documents"]}
    names = {one["name"]: one for one in signed_in.get("/v1/names")["names"]}
    document, tag = found["Lease"], names["Home"]
    assert document["custom_fields"] == {names["Rent"]["id"]: {"amount": 95_000, "currency": "EUR"}}
    assert found["Letter"]["custom_fields"] == {names["About"]["id"]: document["id"]}
    assert (document["title"], document["document_date"]) == ("Lease", "2023-01-31")
    assert (document["tags"], tag["name"], tag["colour"]) == ([tag["id"]], "Home", "#a6cee3")
    assert document["created_at"] == "2023-02-01T10:00:00.000Z"
    assert [(number, name, is_read) for number, name, _, is_read in versions(signed_in, document["id"])] == [
        (2, "signed.txt", True),
        (1, "scan.txt", False),
    ]
    assert file_moments(signed_in, document["id"]) == {
        1: "2023-02-01T10:00:00.000Z",
        2: "2023-03-01T10:00:00.000Z",
    }
    path = f"/v1/documents/{document['id']}/history"
    [edited] = [one for one in signed_in.get(f"{path}?limit=100")["entries"] if one["imported"]]
    undone = signed_in.request("POST", f"{path}/{edited['id']}/revert").json()
    assert (undone["document"]["title"], undone["document"]["tags"], undone["left"]) == ("scan", [], [])
