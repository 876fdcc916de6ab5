"""A rule is tried before it is on, files what arrives, and is applied by hand."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_SECONDS
from tools.api_client import attempts


def tags_of(person, document_id):
    return person.get(f"/v1/documents/{document_id}")["tags"]


def open_rules(page):
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Rules").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()


def test_rule_is_tried_saved_and_files_what_arrives(signed_in, stack):
    # Given a document that the rule will match, and one that it will not
    page, person = signed_in(opens=False)
    old = person.drop("Wombat 1.txt", b"A wombat invoice", "text/plain")
    other = person.drop("Other.txt", b"Nothing of the kind", "text/plain")
    for document_id, word in ((old, "wombat"), (other, "nothing")):
        person.wait(document_id)
        person.find(word, document_id)
    person.request("POST", "/v1/names", json={"what": "tag", "name": "Zoo"}).raise_for_status()
    legs = person.request("POST", "/v1/names", json={"what": "field", "name": "Legs", "type": "number"}).json()["id"]
    page.goto(stack["site_url"])

    # When a rule is written, what it would change is shown, and nothing has changed
    open_rules(page)
    page.get_by_role("button", name="New rule").click()
    dialog = page.get_by_role("dialog", name="New rule")
    dialog.get_by_label("Name", exact=True).fill("Wombats")
    dialog.get_by_label("When a new document matches").fill("wombat type:nonsense")
    dialog.get_by_label("Add tags, separated by commas").fill("Zoo")
    dialog.get_by_text("Fields", exact=True).click()
    dialog.get_by_label("Legs").fill("four")
    dialog.get_by_role("button", name="What would change").click()
    expect(dialog.get_by_role("alert")).to_have_text("Legs: This is not a number.")
    dialog.get_by_label("Legs").fill("4")
    dialog.get_by_role("button", name="What would change").click()
    expect(dialog.get_by_role("alert")).to_contain_text("“nonsense” is not a valid value for type:")
    dialog.get_by_label("When a new document matches").fill("wombat")
    dialog.get_by_role("button", name="What would change").click()
    expect(dialog.get_by_role("heading", name="1 document in the library matches")).to_be_visible()
    expect(dialog.get_by_role("status")).to_contain_text("Wombat 1")
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("Tag: Zoo.*Legs: 4", re.DOTALL))
    assert tags_of(person, old) == []
    page.set_viewport_size({"width": 1280, "height": 600})
    dialog.get_by_label("Name", exact=True).scroll_into_view_if_needed()
    expect(dialog.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    dialog.get_by_label("Apply to new documents").check()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("list", name="Rules").get_by_role("listitem")).to_have_count(1)

    # Then a new document has the tag and the value when it is ready, and its history names the rule
    new = person.drop("Wombat 2.txt", b"Another wombat invoice", "text/plain")
    person.wait(new)
    assert len(tags_of(person, new)) == 1
    assert person.get(f"/v1/documents/{new}")["custom_fields"] == {legs: 4}
    entries = person.get(f"/v1/documents/{new}/history")["entries"]
    assert [one["actor"] for one in entries if one["changes"]] == [{"kind": "rule", "name": "Wombats", "is_me": False}]

    # And running the rule by hand gives the old one the tag, which can be undone
    page.get_by_role("button", name="Run now: Wombats").click()
    question = page.get_by_role("dialog")
    question.get_by_role("button", name="Apply to").click()
    expect(page.get_by_text("documents changed.").or_(page.get_by_text("document changed."))).to_be_visible()
    assert (len(tags_of(person, old)), tags_of(person, other)) == (1, [])
    page.get_by_role("button", name="Undo").click()
    for _ in attempts(PATIENCE_SECONDS):
        if not tags_of(person, old):
            break
    assert tags_of(person, old) == []
    assert len(tags_of(person, new)) == 1


def test_rules_are_sorted_switched_and_deleted_by_the_keyboard(signed_in):
    page, person = signed_in()
    for number, name in enumerate(("First", "Second")):
        body = {"name": name, "query": "wombat", "actions": {"inbox": False}}
        person.request("PUT", f"/v1/rules/{'0' * 25}{number}", json=body).raise_for_status()
    open_rules(page)
    titles = page.get_by_role("list", name="Rules").get_by_role("heading")

    page.get_by_role("button", name="Move up: Second").press("Enter")
    expect(titles.first).to_contain_text("Second")
    expect(page.get_by_role("list", name="Rules").locator(":focus")).to_have_count(1)
    page.get_by_role("switch", name="On: Second").press("Space")
    expect(page.get_by_role("switch", name="On: Second")).to_be_checked()
    expect(page.get_by_role("switch", name="On: Second")).to_be_focused()
    page.get_by_role("button", name="Delete: First").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(titles).to_have_count(1)
    expect(page.get_by_role("list", name="Rules").locator(":focus")).to_have_count(1)

    rules = person.get("/v1/rules")["rules"]
    assert [(one["name"], one["is_on"]) for one in rules] == [("Second", True)]
