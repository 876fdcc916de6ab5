"""What needs attention: a file that a machine dropped and that was refused, and a locked PDF."""

import pytest
import requests
from fpdf import FPDF
from playwright.sync_api import expect

PASSWORD = "open sesame"


@pytest.fixture
def locked_pdf():
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.multi_cell(0, text="Signed by Zebrawood.")
    document.set_encryption(owner_password="owner", user_password=PASSWORD)
    return bytes(document.output())


def test_owner_sees_a_refused_drop_of_a_key_and_keeps_it(signed_in, stack):
    # Given a scanner with a drop key
    page, person = signed_in(opens=False)
    key = person.make_drop_key("Scanner")["key"]

    # When it drops a file that no reader knows
    sent = requests.post(
        f"{stack['api_url']}/v1/inbox?file_name=Setup.exe",
        data=b"MZ\x90\x00\x03" * 300,
        headers={"x-api-key": key, "Content-Type": "application/octet-stream"},
        timeout=30,
    )
    assert sent.status_code == 201

    # Then its owner sees it counted and listed, and may keep it
    person.wait(sent.json()["document"]["id"])
    page.goto(stack["site_url"])
    count = page.locator(".places-count")
    expect(count).to_have_text("1")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Needs attention").click()
    row = page.get_by_role("listitem").filter(has_text="Setup")
    expect(row).to_contain_text("Rejected")
    expect(count).to_have_count(0)
    row.get_by_role("button", name="Keep without text").click()
    expect(page.get_by_role("heading", name="Nothing needs your attention")).to_be_visible()


def test_locked_pdf_is_opened_by_its_password(signed_in, file_at, locked_pdf, axe):
    page, person = signed_in()
    page.locator("input[type=file]").first.set_input_files(file_at("Contract.pdf", locked_pdf))
    expect(page.locator(".places-count")).to_have_text("1")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Needs attention").click()
    page.get_by_role("button", name="Enter the password").click()
    field = page.get_by_role("textbox", name="Password")
    axe(page)
    field.fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not open the document")
    field.fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Nothing needs your attention")).to_be_visible()
    # The results of a search are not refreshed.
    [document] = person.get("/v1/documents")["documents"]
    person.find("zebrawood", document["id"])
    page.get_by_role("searchbox").fill("zebrawood")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link").first).to_contain_text("Contract")
