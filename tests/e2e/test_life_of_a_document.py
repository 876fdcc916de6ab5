"""The life of a document through the public API: upload, search, download, rename, trash and permanent deletion. The
file is long because it follows documents from their upload to their deletion.
"""

import time
from io import BytesIO
from zipfile import ZipFile

import requests

from docloft.search.engine.schema import VERSION
from local.samples import make_pdf
from tests.conftest import PATIENCE_SECONDS


def pages(word):
    return ["A letter about nothing much.", "Its second page.", f"The third page mentions {word}."]


def test_dropped_pdf_is_found_by_a_word_on_its_third_page(person):
    document_id = person.drop("Contract.pdf", make_pdf(pages("zebrawood")), "application/pdf")

    document = person.wait(document_id)
    hit = person.find("zebrawood", document_id)

    assert (document["state"], document["pages"], document["media_type"]) == ("ready", 3, "application/pdf")
    assert hit["page"] == 3
    snippet = hit["snippets"][0]
    start, end = snippet["marks"][0]
    assert snippet["text"][start:end].lower() == "zebrawood"
    assert person.get(f"/v1/documents/{document_id}/pages/3/text")["text"].count("zebrawood") == 1


def test_file_in_an_archive_is_found_as_a_document(person):
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("Letter.txt", "A letter about a wallcreeper.")
    document_id = person.drop("Letters.zip", content.getvalue())

    assert person.wait(document_id)["state"] == "ready"
    [child] = person.get(f"/v1/documents/{document_id}/children")["children"]
    assert person.find("wallcreeper", child["document"]["id"])["page"] == 1


def test_original_is_downloaded_byte_for_byte(person):
    content = make_pdf(["Bytes that must not change."])
    document_id = person.drop('Bill "March" ü.pdf', content, "application/pdf")
    person.wait(document_id)

    link = person.get(f"/v1/documents/{document_id}/original")
    response = requests.get(link["url"], timeout=30)

    assert response.content == content
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Bill%20%22March%22%20%C3%BC.pdf" in response.headers["Content-Disposition"]


def test_thumbnail_is_a_webp_image(person):
    document_id = person.drop("Page.pdf", make_pdf(["A page to look at."]), "application/pdf")

    document = person.wait(document_id)
    picture = requests.get(document["thumbnail"]["url"], timeout=30)

    assert picture.content[:4] == b"RIFF"
    assert picture.content[8:12] == b"WEBP"


def test_hit_has_a_link_to_its_thumbnail(person):
    document_id = person.drop("Seen.pdf", make_pdf(["A page with a bluethroat."]), "application/pdf")
    person.wait(document_id)

    hit = person.find("bluethroat", document_id)
    picture = requests.get(hit["document"]["thumbnail"]["url"], timeout=30)

    assert picture.content[8:12] == b"WEBP"
    [listed] = person.get("/v1/documents", ids=document_id)["documents"]
    assert listed["id"] == document_id


def test_first_request_of_a_person_may_be_a_search(person):
    assert person.get("/v1/search", q="anything")["hits"] == []


def test_announced_duplicate_returns_the_existing_document(person):
    content = make_pdf(["Only once in this library."])
    first = person.drop("First.pdf", content)
    person.wait(first)

    again = person.create("Second name.pdf", content)

    assert again["upload"] is None
    assert again["document"]["id"] == first


def test_concurrent_uploads_of_the_same_bytes_keep_one(person):
    content = make_pdf(["Raced into the library."])
    first, second = person.create("One.pdf", content), person.create("Two.pdf", content)
    for created in (first, second):
        assert person.send(created["upload"], content).ok

    documents = [person.wait(created["document"]["id"]) for created in (first, second)]

    states = sorted(document["state"] for document in documents)
    assert states == ["ready", "rejected"]
    kept, refused = sorted(documents, key=lambda document: document["state"])
    assert refused["duplicate_of"] == kept["id"]


def test_renamed_document_is_found_by_its_new_title(person):
    document_id = person.drop("Scan0001.pdf", make_pdf(["Nothing special."]))
    document = person.wait(document_id)

    response = person.request(
        "PATCH",
        f"/v1/documents/{document_id}",
        json={"title": "Quincunx agreement"},
        headers={"If-Match": f'"{document["version"]}"'},
    )
    stale = person.request(
        "PATCH", f"/v1/documents/{document_id}", json={"title": "Too late"}, headers={"If-Match": '"1"'}
    )

    assert response.status_code == 200
    assert stale.status_code == 412
    assert person.find("quincunx", document_id)["document"]["title"] == "Quincunx agreement"


def test_trashed_document_is_not_found_until_it_is_restored(person):
    document_id = person.drop("Old.pdf", make_pdf(["The word here is ocelot."]))
    person.wait(document_id)
    person.find("ocelot", document_id)

    person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
    gone_by = time.monotonic() + PATIENCE_SECONDS
    while person.get("/v1/search", q="ocelot")["total"] and time.monotonic() < gone_by:
        time.sleep(0.1)

    assert person.get("/v1/search", q="ocelot")["total"] == 0
    assert [d["id"] for d in person.get("/v1/documents", trashed="true")["documents"]] == [document_id]
    person.request("POST", f"/v1/documents/{document_id}/restore").raise_for_status()
    assert person.find("ocelot", document_id)


def wait_for_job(person, job):
    """The job once it has ended, or as it is when that takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (now := person.get(f"/v1/jobs/{job['id']}"))["state"] not in {
        "done",
        "failed",
    } and time.monotonic() < deadline:
        time.sleep(0.1)
    return now


def test_permanently_deleted_document_is_gone_completely(person):
    content = make_pdf(["Gone with the wombat."])
    document_id = person.drop("Secret.pdf", content)
    person.wait(document_id)
    person.find("wombat", document_id)
    assert person.request("DELETE", f"/v1/documents/{document_id}").status_code == 409

    person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
    deleted = person.request("DELETE", f"/v1/documents/{document_id}")
    job = wait_for_job(person, deleted.json()["job"])

    assert (deleted.status_code, job["state"]) == (202, "done")
    assert person.request("GET", f"/v1/documents/{document_id}").status_code == 404
    assert person.create("Again.pdf", content)["upload"] is not None


def test_formatted_page_is_made_shown_and_deleted_with_its_document(person):
    document_id = person.drop(
        "Offer.html", b"<h1>An offer</h1><script>alert(1)</script><p>Two <b>boots</b>.", "text/html"
    )
    person.wait(document_id)
    made = person.request("POST", f"/v1/documents/{document_id}/rendition").json()["job"]
    assert wait_for_job(person, made)["state"] == "done"

    link = person.get(f"/v1/documents/{document_id}/rendition")
    page = requests.get(link["url"], timeout=30)
    assert (page.status_code, "<b>boots</b>" in page.text, "script" in page.text.partition("<body")[2]) == (
        200,
        True,
        False,
    )

    person.request("POST", f"/v1/documents/{document_id}/trash").raise_for_status()
    deleted = person.request("DELETE", f"/v1/documents/{document_id}").json()["job"]
    assert wait_for_job(person, deleted)["state"] == "done"
    assert requests.get(link["url"], timeout=30).status_code == 404


def test_damaged_document_fails_with_a_reason_and_the_next_one_is_ready(person, dead_letters):
    broken = person.drop("Broken.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf")
    fine = person.drop("Fine.pdf", make_pdf(["All is well."]))

    document = person.wait(broken)

    assert document["state"] in {"failed", "rejected"}
    assert len(document["reason"]) > 20
    assert person.wait(fine)["state"] == "ready"
    assert dead_letters() == 0


def test_executable_is_rejected_with_a_reason(person):
    document_id = person.drop("Invoice.pdf", b"MZ" + b"\x90\x00" * 400, "application/pdf")

    document = person.wait(document_id)

    assert document["state"] == "rejected"
    assert document["reason"].endswith(".")
    assert document_id not in [d["id"] for d in person.get("/v1/documents")["documents"]]


def test_refused_file_is_kept_without_text(person):
    document_id = person.drop("Setup.exe", b"MZ" + b"\x91\x00" * 400)
    assert "keep" in person.wait(document_id)["attention"]["remedies"]

    assert person.request("POST", f"/v1/documents/{document_id}/keep").status_code == 200

    assert person.wait(document_id)["state"] == "ready"


def test_sender_is_filed_searched_for_and_deleted(person):
    document_id = person.drop("Bill.pdf", make_pdf(["A bill for the dovekie."]))
    person.wait(document_id)
    created = person.request("POST", "/v1/names", json={"what": "sender", "name": "Telekom"}).json()

    filed = person.request("PATCH", f"/v1/documents/{document_id}", json={"sender": created["id"]})

    assert filed.status_code == 200, filed.text
    person.find("from:Telekom", document_id)
    [group] = person.get("/v1/search/groups", by="sender")["groups"]
    assert (group["name"], group["count"], group["filter"]) == ("Telekom", 1, "from:Telekom")
    assert person.request("DELETE", f"/v1/names/{created['id']}").status_code == 200
    assert person.get("/v1/names")["names"] == []
    assert person.get("/v1/search/rows", q="-has:from")["total"] == 1


def test_lost_search_index_is_rebuilt_without_anybody(person, stack):
    """tests/contract/test_index_damage.py has every kind of damage; here the functions have only their permissions."""
    document_id = person.drop("Index.pdf", make_pdf(pages("lignumvitae")), "application/pdf")
    person.wait(document_id)
    person.find("lignumvitae", document_id)
    library = person.get("/v1/me")["libraries"][0]["id"]
    stack.client("s3").delete_object(Bucket=stack["files_bucket"], Key=f"index/{library}/v{VERSION}/manifest.json")

    deadline = time.monotonic() + PATIENCE_SECONDS
    # A function that has a copy of the index notices the loss within ten seconds.
    while not (during := person.get("/v1/search", q="lignumvitae"))["incomplete"] and time.monotonic() < deadline:
        time.sleep(0.2)
    while (after := person.get("/v1/search", q="lignumvitae"))["incomplete"] and time.monotonic() < deadline:
        time.sleep(0.2)

    assert during["incomplete"] == "rebuilding"
    assert after["incomplete"] is None
    assert [hit["document"]["id"] for hit in after["hits"]] == [document_id]
