"""Facts that were found in a document are accepted or dismissed with one click."""

from playwright.sync_api import expect

from local.samples import make_pdf


def test_suggested_date_is_accepted_and_a_suggested_iban_dismissed(signed_in):
    page, person = signed_in()
    letter = make_pdf(["Nothing here.", "Invoice date: 3 March 2026\nIBAN: DE89 3704 0044 0532 0130 00"])
    document_id = person.drop("Letter.pdf", letter)
    person.wait(document_id)
    page.goto(page.url.rstrip("/") + f"/documents/{document_id}")
    suggestions = page.get_by_role("list", name="Suggestions")

    date = suggestions.get_by_role("listitem").filter(has_text="Document date")
    expect(date).to_contain_text("Invoice date: 3 March 2026")
    expect(date.get_by_role("link", name="page 2")).to_be_visible()
    date.get_by_role("button", name="Use").click()
    suggestions.get_by_role("button", name="Dismiss: IBAN").click()

    expect(page.get_by_role("complementary").get_by_text("Mar 3, 2026")).to_be_visible()
    expect(date).to_have_count(0)
    expect(suggestions.get_by_text("IBAN", exact=True)).to_have_count(0)
    facts = {one["fact"] for one in person.get(f"/v1/documents/{document_id}/suggestions")["suggestions"]}
    assert facts & {"document_date", "iban"} == set()
    assert person.get(f"/v1/documents/{document_id}")["document_date"] == "2026-03-03"
