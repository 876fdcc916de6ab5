"""Fields of the library are created, filled in by their types, found, linked, and set for many documents."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import Held
from tools.api_client import attempts


def test_field_is_created_while_filing_and_its_values_are_edited_found_and_undone(signed_in, stack):
    page, person = signed_in(opens=False)
    document_id = person.drop("Lease.pdf", make_pdf(["Lease"]))
    person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    fields = page.get_by_role("region", name="Fields")

    add(page, fields, "Monthly rent", "Amount of money")
    rent = fields.get_by_label("Monthly rent", exact=True)
    expect(rent).to_be_focused()
    rent.fill("many")
    rent.press("Enter")
    expect(fields.get_by_role("alert")).to_have_text("Not saved: This is not an amount.")
    expect(rent).to_have_attribute("aria-invalid", "true")
    rent.fill("1,250.50 EUR")
    rent.press("Enter")
    expect(rent).to_have_value("1250.50 EUR")
    expect(fields.get_by_role("alert")).to_have_count(0)
    expect(rent).not_to_have_attribute("aria-invalid", "true")
    person.find('field:"Monthly rent">1250', document_id)

    add(page, fields, "Status", "Choice", ["Running", "Ended"])
    fields.get_by_label("Status", exact=True).select_option("Ended")
    person.find("field:Status=ended", document_id)
    add(page, fields, "Signed", "Yes or no")
    fields.get_by_label("Signed", exact=True).check()
    person.find("field:Signed=yes", document_id)

    fields.get_by_role("button", name="Remove the value: Status").click()
    expect(fields.get_by_label("Status", exact=True)).to_have_count(0)
    expect(fields.get_by_label("Add or create a field")).to_be_focused()
    page.get_by_text("History", exact=True).click()
    expect(page.get_by_text("Status “Ended” removed.")).to_be_visible()
    page.get_by_role("button", name="Undo this: Status “Ended” removed.").click()
    expect(fields.get_by_label("Status", exact=True)).to_have_value(option_of(person, "Status", "Ended"))


def test_linked_documents_are_shown_on_both_ends_and_a_deleted_one_is_reported(signed_in, stack):
    page, person = signed_in(opens=False)
    contract = person.drop("Contract.pdf", make_pdf(["Ombudsperson"]))
    letter = person.drop("Letter.pdf", make_pdf(["Letter"]))
    for one in (contract, letter):
        person.wait(one)
    person.find("ombudsperson", contract)
    site = stack["site_url"]
    page.goto(f"{site}/documents/{letter}")
    fields = page.get_by_role("region", name="Fields")

    add(page, fields, "Belongs to", "Document")
    fields.get_by_label("Belongs to", exact=True).fill("ombudsperson")
    fields.get_by_role("button", name="Contract", exact=True).click()
    expect(fields.get_by_role("link", name="Contract")).to_be_focused()
    person.find(f"linked:{contract}", letter)

    fields.get_by_role("link", name="Contract").click()
    expect(page.get_by_role("heading", name="Contract", level=1)).to_be_visible()
    expect(fields.get_by_role("list", name="Linked from").get_by_role("link", name="Letter")).to_be_visible()

    person.request("POST", f"/v1/documents/{contract}/trash")
    page.goto(f"{site}/documents/{letter}")
    expect(fields.get_by_text("in the trash", exact=True)).to_be_visible()
    person.request("DELETE", f"/v1/documents/{contract}")
    for _ in attempts(60):
        if not person.get(f"/v1/documents?ids={contract}")["documents"]:
            break
    page.reload()
    expect(fields.get_by_text("(deleted document)", exact=True)).to_be_visible()


def test_fields_are_managed_beside_tags_and_set_for_many_documents(signed_in, stack):
    page, person = signed_in(opens=False)
    ids = [person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain") for number in range(2)]
    for one in ids:
        person.wait(one)
        person.find("walrus", one)
    site = stack["site_url"]
    page.goto(f"{site}/names")
    page.get_by_role("button", name="New field").click()
    create(page, "Project", "Text", ())
    expect(page.get_by_role("region", name="Fields").get_by_role("link", name="Project")).to_be_visible()
    page.get_by_role("button", name="Edit: Project").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Site")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Fields").get_by_role("link", name="Site")).to_be_visible()

    page.get_by_role("searchbox", name="Search", exact=True).fill("walrus")
    expect(page.locator(".hit h2")).to_have_count(2)
    page.get_by_role("checkbox", name="Select “Note 0”").check()
    count = Held(page, "/v1/bulk$", "POST")
    page.keyboard.press("ControlOrMeta+a")
    page.get_by_role("group", name="Selection").get_by_role("button", name="File", exact=True).click()
    count.release()
    dialog = page.get_by_role("dialog", name="File 2 documents")
    dialog.get_by_label("Field", exact=True).select_option(label="Site")
    dialog.get_by_label("Site", exact=True).fill("Harbour 12")
    dialog.get_by_role("button", name="Change 2 documents").click()
    page.get_by_role("dialog", name="Change 2 documents?").get_by_role("button", name="Change 2 documents").click()
    expect(page.get_by_text("2 documents changed.")).to_be_visible()
    for one in ids:
        person.find("field:Site=harbour", one)


def test_choices_and_yes_or_no_of_fields_narrow_a_search(signed_in):
    page, person = signed_in(viewport={"width": 1500, "height": 900})
    file_with_fields(person)
    page.get_by_role("searchbox", name="Search", exact=True).fill("walrus")
    hits, box = page.locator(".hit h2"), page.get_by_role("searchbox", name="Search", exact=True)
    expect(hits).to_have_count(3)
    status = page.get_by_role("group", name="Payment status")

    status.get_by_role("checkbox", name="Open 1").check()
    expect(box).to_have_value('walrus field:"Payment status"=Open')
    expect(hits).to_have_text(["Note 0"])
    status.get_by_role("checkbox", name="Paid in full 1").check()
    expect(box).to_have_value('walrus (field:"Payment status"=Open OR field:"Payment status"="Paid in full")')
    expect(hits).to_have_count(2)

    page.get_by_role("group", name="Signed").get_by_role("checkbox", name="Yes 1").check()
    expect(hits).to_have_text(["Note 0"])
    status.get_by_role("checkbox", name="Open").uncheck()
    expect(hits).to_have_count(0)


def test_numbers_amounts_days_and_texts_of_fields_narrow_a_search(signed_in):
    page, person = signed_in(viewport={"width": 1500, "height": 900})
    kinds = {"Area": "number", "Place": "text", "Signed": "date"}
    ids = [
        person.request("POST", "/v1/names", json={"what": "field", "name": name, "type": kind}).json()["id"]
        for name, kind in kinds.items()
    ]
    for number in range(8):
        values = [number * 10.5, ("New York", "Rome (old town)")[number % 2], f"{2020 + number // 4}-05-01"]
        document_id = person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain")
        person.wait(document_id)
        change = {"custom_fields": dict(zip(ids, values, strict=True))}
        person.request("PATCH", f"/v1/documents/{document_id}", json=change).raise_for_status()
        person.find("walrus has:field", document_id)
    box = page.get_by_role("searchbox", name="Search", exact=True)
    box.fill("walrus")
    hits = page.locator(".hit h2")
    expect(hits).to_have_count(8)

    page.get_by_role("group", name="Place").get_by_role("checkbox", name="New York 4").check()
    expect(box).to_have_value('walrus field:Place=="New York"')
    expect(hits).to_have_count(4)
    page.get_by_role("group", name="Place").get_by_role("checkbox", name="Rome (old town) 4").check()
    expect(hits).to_have_count(8)
    page.get_by_role("group", name="Signed").get_by_role("checkbox", name="2021 4").check()
    expect(hits).to_have_count(4)
    area = page.get_by_role("group", name="Area")
    expect(area.get_by_role("checkbox")).to_have_count(4)
    area.get_by_role("checkbox", name="42 1").check()
    expect(hits).to_have_text(["Note 4"])
    page.get_by_role("group", name="Signed").get_by_role("checkbox", name="2021").click()
    # There is still one hit, but all eight areas are counted, in ranges
    expect(area.get_by_role("checkbox", name=re.compile("^up to "))).to_have_count(1)
    area.get_by_role("checkbox", checked=True).click()
    expect(hits).to_have_count(8)
    area.get_by_role("checkbox", name=re.compile("^from ")).check()
    expect(box).to_have_value(re.compile(r"field:Area=\d+\.\.$"))
    expect(area.get_by_role("checkbox", checked=True)).to_have_count(1)


def file_with_fields(person):
    """Three documents: two with a status, one of which is signed, and one without either."""
    options = [{"name": "Open"}, {"name": "Paid in full"}]
    status = {"what": "field", "name": "Payment status", "type": "choice", "options": options}
    made = [
        person.request("POST", "/v1/names", json=body).json()
        for body in (status, {"what": "field", "name": "Signed", "type": "boolean"})
    ]
    first, second = (option["id"] for option in made[0]["options"])
    values = [{made[0]["id"]: first, made[1]["id"]: True}, {made[0]["id"]: second, made[1]["id"]: False}, {}]
    for number, chosen in enumerate(values):
        document_id = person.drop(f"Note {number}.txt", f"Walrus {number}".encode(), "text/plain")
        person.wait(document_id)
        if chosen:
            change = {"custom_fields": chosen}
            person.request("PATCH", f"/v1/documents/{document_id}", json=change).raise_for_status()
        person.find("walrus has:field" if chosen else "walrus", document_id)


def add(page, fields, name, kind, options=()):
    """Creates a field from the screen of a document, by typing a name that the library does not have."""
    fields.get_by_label("Add or create a field").fill(name)
    fields.get_by_label("Add or create a field").press("Enter")
    create(page, name, kind, options)
    expect(page.get_by_role("dialog")).to_have_count(0)


def create(page, name, kind, options):
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill(name)
    dialog.get_by_label("Type", exact=True).select_option(label=kind)
    for number, option in enumerate(options, 1):
        dialog.get_by_role("button", name="Add an option").click()
        dialog.get_by_label(f"Option {number}", exact=True).fill(option)
    dialog.get_by_role("button", name="Create").click()


def option_of(person, field, option):
    names = person.get("/v1/names")["names"]
    [options] = [one["options"] for one in names if one["name"] == field]
    return next(one["id"] for one in options if one["name"] == option)
