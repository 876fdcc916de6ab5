"""Documents whose years have passed are listed, and kept for longer or moved to the trash by people."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_SECONDS
from tests.overdue import TABLE
from tools.api_client import attempts


def add(person, name, **facts):
    document_id = person.drop(name, f"{name} is a walrus.".encode(), "text/plain")
    person.wait(document_id)
    if facts:
        person.request("PATCH", f"/v1/documents/{document_id}", json=facts).raise_for_status()
    return document_id


def test_documents_of_a_kind_are_kept_for_its_years_then_asked_about(signed_in, stack, axe):
    # Given two old invoices, one of this year, and an old letter
    page, person = signed_in(opens=False)
    kind = person.request("POST", "/v1/names", json={"what": "kind", "name": "Invoice"}).json()["id"]
    this_year = datetime.now(UTC).date().isoformat()
    old = add(person, "Old.txt", kind=kind, document_date="2010-01-01")
    older = add(person, "Older.txt", kind=kind, document_date="2009-01-01")
    add(person, "New.txt", kind=kind, document_date=this_year)
    add(person, "Letter.txt", document_date="2001-01-01")
    person.find("kind:Invoice date:2010", old)
    person.find("kind:Invoice date:2009", older)

    # When the kind is given a retention of ten years
    page.goto(f"{stack['site_url']}/names")
    page.get_by_role("button", name="Edit: Invoice").click()
    page.get_by_label("Keep its documents for this many years").fill("10")
    axe(page)
    page.get_by_role("button", name="Save").click()

    # Then people are asked about both
    expect(page.get_by_text("kept for 10 years")).to_be_visible()
    page.get_by_role("link", name="Retention 2").click()
    cards = page.get_by_role("list", name="Retention").get_by_role("listitem")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Invoice: kept for 10 years, until Jan 1, 2019")
    axe(page)

    # And one is kept permanently, which can be undone
    for _ in range(2):
        page.get_by_role("button", name="Keep: Old", exact=True).click()
        page.get_by_role("radio", name="permanently").check()
        axe(page)
        page.get_by_role("dialog").get_by_role("button", name="Keep").click()
        expect(cards).to_have_count(1)
        assert person.get(f"/v1/documents/{old}")["keep_until"] == "9999-12-31"
        if _ == 0:
            page.get_by_role("button", name="Undo").click()
            expect(cards).to_have_count(2)

    # And the other one is kept for five years and then moved to the trash as a selection
    page.get_by_role("checkbox", name="Select “Older”").check()
    page.get_by_role("group", name="Selection").get_by_role("button", name="Keep").click()
    page.get_by_role("radio", name="for 5 years").check()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", name="Nothing to decide")).to_be_visible()
    assert person.get(f"/v1/documents/{older}")["keep_until"] > this_year
    done = page.locator(".toast").filter(has_text="1 document changed.")
    done.get_by_role("button", name="Undo").click()
    page.get_by_role("checkbox", name="Select “Older”").check()
    page.get_by_role("group", name="Selection").get_by_role("button", name="Trash").click()
    expect(page.get_by_role("heading", name="Nothing to decide")).to_be_visible()
    for _ in attempts(PATIENCE_SECONDS):
        if person.get(f"/v1/documents/{older}")["trashed_at"]:
            break
    assert person.get(f"/v1/documents/{older}")["trashed_at"]
    expect(page.get_by_role("link", name="Retention")).to_have_count(0)

    # And the document says that it is kept
    page.goto(f"{stack['site_url']}/documents/{old}")
    expect(page.get_by_text("Kept until: permanently")).to_be_visible()


def test_what_has_been_in_the_trash_for_long_is_deleted_after_a_question(signed_in, stack, axe):
    page, person = signed_in(opens=False)
    old, new = add(person, "Old.txt"), add(person, "New.txt")
    for one in (old, new):
        person.request("POST", f"/v1/documents/{one}/trash").raise_for_status()
        person.find("is:trash", one)
    let_time_pass(stack, person.get(f"/v1/documents/{old}"), days=31)
    person.find(f"is:trash trashed:<{(datetime.now(UTC) - timedelta(days=30)).date().isoformat()}", old)
    page.goto(f"{stack['site_url']}/trash")

    expect(page.get_by_text("1 document has been here for more than 30 days.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Delete permanently…").click()
    question = page.get_by_role("dialog", name="Delete 1 document permanently?")
    expect(question).to_contain_text("more than 30 days")
    question.get_by_role("button", name="Delete permanently").click()

    expect(page.get_by_role("list", name="Trash").get_by_role("listitem")).to_have_count(1)
    for _ in attempts(PATIENCE_SECONDS):
        if person.request("GET", f"/v1/documents/{old}").status_code == 404:
            break
    assert [person.request("GET", f"/v1/documents/{one}").status_code for one in (old, new)] == [404, 200]


def let_time_pass(stack, document, days):
    """Moves the moment when the document was trashed into the past."""
    dynamodb = stack.client("dynamodb")
    pages = dynamodb.get_paginator("scan").paginate(TableName=TABLE)
    [item] = [one for page in pages for one in page["Items"] if one["document_id"]["S"] == document["id"]]
    moment = datetime.fromisoformat(item["trashed_at"]["S"]) - timedelta(days=days)
    dynamodb.update_item(
        TableName=TABLE,
        Key={name: item[name] for name in ("library_id", "document_id")},
        UpdateExpression="SET trashed_at = :moment, version = version + :one",
        ExpressionAttributeValues={":moment": {"S": moment.isoformat()}, ":one": {"N": "1"}},
    )
