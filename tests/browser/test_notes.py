"""Notes are written, edited, deleted and found. They are shown as Markdown, and HTML in them as text."""

from playwright.sync_api import expect

from local.samples import make_pdf


def test_note_is_written_edited_found_deleted_and_restored(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Bill.pdf", make_pdf(["Invoice"]))
    person.wait(document_id)
    site = stack["site_url"]
    page.goto(site + f"/documents/{document_id}")
    notes = page.get_by_role("region", name="Notes")

    notes.get_by_label("Add a note").fill("Paid by **transfer**\n\n- <img src=x onerror=alert(1)>")
    notes.get_by_label("Add a note").press("Control+Enter")

    expect(notes.locator("strong")).to_have_text("transfer")
    expect(notes.locator("li li")).to_have_text("<img src=x onerror=alert(1)>")
    expect(notes.locator("img")).to_have_count(0)
    expect(notes.get_by_label("Add a note")).to_have_value("")
    expect(notes.get_by_label("Add a note")).to_be_focused()

    notes.get_by_role("button", name="Edit note").click()
    notes.get_by_label("Text of the note").fill("Ask the Ombudsperson")
    notes.get_by_role("button", name="Save").click()
    expect(notes.get_by_text("Ask the Ombudsperson", exact=True)).to_be_visible()
    expect(notes.get_by_text("edited", exact=True)).to_be_visible()
    expect(notes.get_by_role("button", name="Edit note")).to_be_focused()
    person.find("ombudsperson has:notes", document_id)

    notes.get_by_role("button", name="Delete note").click()
    expect(notes.get_by_text("Ask the Ombudsperson", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(notes.get_by_text("Ask the Ombudsperson", exact=True)).to_be_visible()

    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("Note changed to “Ask the Ombudsperson”.")).to_be_visible()
