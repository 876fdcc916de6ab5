"""Facts that were found in a document are accepted or dismissed with one click, or entered by hand."""

from playwright.sync_api import expect

from local.samples import make_pdf


def test_suggested_date_is_accepted_and_a_suggested_iban_dismissed(signed_in, stack):
    page, person = signed_in(opens=False)
    letter = make_pdf(["Nothing here.", "Invoice date: 3 March 2026\nIBAN: DE89 3704 0044 0532 0130 00"])
    document_id = person.drop("Letter.pdf", letter)
    person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    suggestions = page.get_by_role("list", name="Suggestions")

    date = suggestions.get_by_role("listitem").filter(has_text="Document date")
    expect(date).to_contain_text("Invoice date: 3 March 2026")
    expect(date.get_by_role("link", name="page 2")).to_be_visible()
    date.get_by_role("button", name="Use").click()
    suggestions.get_by_role("button", name="Dismiss: IBAN").click()

    expect(page.get_by_role("region", name="Filing").get_by_label("Document date")).to_have_value("2026-03-03")
    expect(date).to_have_count(0)
    expect(suggestions.get_by_text("IBAN", exact=True)).to_have_count(0)
    facts = {one["fact"] for one in person.get(f"/v1/documents/{document_id}/suggestions")["suggestions"]}
    assert facts & {"document_date", "iban"} == set()
    assert person.get(f"/v1/documents/{document_id}")["document_date"] == "2026-03-03"


def test_document_is_filed_by_keyboard_and_found_by_its_tag(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Bill.pdf", make_pdf(["Invoice", "Due date: 3 March 2026"]))
    person.wait(document_id)
    site = stack["site_url"]
    page.goto(site + f"/documents/{document_id}")
    filing = page.get_by_role("region", name="Filing")

    for label, text in (("Sender", "Telekom AG"), ("Tags", "House"), ("Tags", "2026"), ("Amount", "1,234.5 EUR")):
        filing.get_by_label(label, exact=True).fill(text)
        filing.get_by_label(label, exact=True).press("Enter")
    expect(filing.get_by_label("Amount", exact=True)).to_have_value("1234.50 EUR")
    filing.get_by_label("Amount", exact=True).fill("a lot")
    filing.get_by_label("Amount", exact=True).press("Enter")
    expect(filing.get_by_role("alert")).to_contain_text("Not saved:")
    filing.get_by_label("Amount", exact=True).fill("1,234.5 EUR")
    filing.get_by_label("Amount", exact=True).press("Enter")
    expect(filing.get_by_role("alert")).to_have_count(0)
    filing.get_by_role("button", name="Remove the tag: House").click()
    suggested = page.get_by_role("list", name="Suggestions").get_by_role("listitem").filter(has_text="Invoice")
    suggested.filter(has_text="Kind").get_by_role("button", name="Use").click()

    expect(filing.get_by_role("button", name="Remove the tag: House")).to_have_count(0)
    expect(filing.get_by_label("Kind", exact=True)).to_have_value("Invoice")
    expect(filing.get_by_label("Amount", exact=True)).to_have_value("1234.50 EUR")
    stored = person.get(f"/v1/documents/{document_id}")
    assert (stored["amount"], stored["currency"], len(stored["tags"])) == (123450, "EUR", 1)
    person.find("tag:2026", document_id)
    page.goto(site)
    card = page.locator(f"[data-row][data-id='{document_id}']")
    expect(card.get_by_role("link", name="Telekom AG")).to_be_visible()
    card.get_by_role("link", name="2026", exact=True).click()
    expect(page.get_by_role("grid").get_by_role("link", name="Bill").first).to_be_visible()

    page.goto(site + "/names")
    senders = page.get_by_role("region", name="Senders")
    senders.get_by_role("button", name="Edit: Telekom AG").click()
    page.get_by_label("Name", exact=True).fill("Deutsche Telekom")
    page.get_by_role("button", name="Save").click()
    expect(senders.get_by_role("link", name="Deutsche Telekom")).to_be_visible()
    tags = page.get_by_role("region", name="Tags")
    tags.get_by_role("button", name="Merge: 2026").click()
    page.get_by_label("Merge into").fill("house")
    page.get_by_role("dialog").get_by_role("button", name="Merge").click()
    expect(tags.get_by_role("listitem")).to_have_count(1)
    page.goto(site + f"/documents/{document_id}")
    expect(filing.get_by_role("link", name="House")).to_be_visible()
    expect(filing.get_by_label("Sender", exact=True)).to_have_value("Deutsche Telekom")


def test_tag_and_sender_of_similar_documents_are_accepted(signed_in, stack):
    page, person = signed_in(opens=False)
    names = {
        what: person.request("POST", "/v1/names", json={"what": what, "name": name}).json()["id"]
        for what, name in (("sender", "Strom"), ("tag", "Haus"))
    }
    head = "Grünstrom Werke GmbH\nLindenallee 7, Köln\n"
    filed = []
    for number in range(1, 4):
        document_id = person.drop(f"Strom {number}.pdf", make_pdf([f"{head}Abschlag {number}\nMit Gruß\n{head}"]))
        version = person.wait(document_id)["version"]
        person.request(
            "PATCH",
            f"/v1/documents/{document_id}",
            json={"sender": names["sender"], "tags": [names["tag"]]},
            headers={"If-Match": f'"{version}"'},
        ).raise_for_status()
        filed.append(document_id)
    new = person.drop("Scan.pdf", make_pdf([f"{head}Abschlag 4\nMit Gruß\n{head}"]))
    person.wait(new)
    for document_id in filed:
        person.find("from:Strom tag:Haus", document_id)
    person.find("Abschlag 4", new)

    page.goto(f"{stack['site_url']}/documents/{new}")
    suggestions = page.get_by_role("list", name="Suggestions").get_by_role("listitem")
    sender = suggestions.filter(has_text="Sender").filter(has_text="As in similar documents")
    expect(sender.get_by_role("link", name="Strom 1")).to_be_visible()
    sender.get_by_role("button", name="Use").click()
    suggestions.filter(has_text="Haus").get_by_role("button", name="Use").click()

    filing = page.get_by_role("region", name="Filing")
    expect(filing.get_by_label("Sender", exact=True)).to_have_value("Strom")
    expect(filing.get_by_role("link", name="Haus")).to_be_visible()
    stored = person.get(f"/v1/documents/{new}")
    assert (stored["sender"], stored["tags"]) == (names["sender"], [names["tag"]])
