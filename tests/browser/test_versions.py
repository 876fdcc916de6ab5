"""Versions of a file on the page of a document: uploaded, shown, downloaded, restored, undone, refused."""

from playwright.sync_api import expect

from local.samples import make_pdf


def test_new_version_is_shown_the_earlier_one_restored_and_that_undone(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    document_id = person.drop("Contract.pdf", make_pdf(["The draft names sandpipers."]), "application/pdf")
    person.wait(document_id)
    site = stack["site_url"]
    page.goto(site + f"/documents/{document_id}?tab=text")
    words = page.get_by_role("tabpanel")
    expect(words).to_contain_text("sandpipers")
    page.get_by_text("Versions of the file", exact=True).click()
    versions = page.locator(".versions-list > li")
    expect(versions).to_have_count(1)

    signed = {"name": "Signed.pdf", "mimeType": "application/pdf", "buffer": make_pdf(["It is signed by turnstones."])}
    page.locator(".versions-new input").set_input_files(signed)

    expect(versions).to_have_count(2, timeout=60_000)
    expect(versions.first).to_contain_text("Version 2")
    expect(versions.first).to_contain_text("Signed.pdf")
    expect(versions.first).to_contain_text("you")
    expect(words).to_contain_text("turnstones", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Contract")
    assert person.find("turnstones", document_id)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download: Version 1").click()
    assert download.value.suggested_filename == "Contract.pdf"

    page.get_by_role("button", name="Restore: Version 1").click()

    expect(words).to_contain_text("sandpipers")
    expect(versions.nth(1)).to_have_attribute("aria-current", "true")
    assert person.find("sandpipers", document_id)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(words).to_contain_text("turnstones")
    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("Version 2 of the file replaces version 1.").first).to_be_visible()
    axe(page)


def test_refused_version_is_reported_and_needs_attention(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    document_id = person.drop("Contract.pdf", make_pdf(["The draft names dotterels."]), "application/pdf")
    person.wait(document_id)
    site = stack["site_url"]
    page.goto(site + f"/documents/{document_id}")
    page.get_by_text("Versions of the file", exact=True).click()

    broken = {"name": "Broken.pdf", "mimeType": "application/pdf", "buffer": b"\x00\x01\x02 nothing \xff\xfe"}
    page.locator(".versions-new input").set_input_files(broken)

    expect(page.locator(".upload[data-status=failed]")).to_contain_text("Broken.pdf", timeout=60_000)
    assert person.get(f"/v1/documents/{document_id}")["file_count"] == 1
    page.goto(site + "/attention")
    page.get_by_role("link", name="Broken").first.click()
    page.get_by_role("link", name="new version of another document").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contract")
