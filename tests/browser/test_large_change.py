"""Five thousand documents are tagged by a query, by several workers, and the change is undone."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.filled_library import WORD
from tests.conftest import ROOT
from tools.api_client import attempts

DOCUMENTS = 5_000
PATIENCE_SECONDS = 900


@pytest.fixture
def filled(signed_in, stack):
    """(page, person, an id): a library with so many documents that a change is divided into lanes."""
    page, person = signed_in(opens=False)
    library_id = person.get("/v1/me")["library"]["id"]
    command = [sys.executable, "-m", "tests.browser.filled_library", library_id, str(DOCUMENTS)]
    subprocess.run(command, cwd=ROOT, env=stack.environment, check=True, timeout=PATIENCE_SECONDS)
    page.goto(stack["site_url"])
    return page, person


def wait_for_tags(person, count):
    """Waits until so many documents are found by the tag: the index follows a moment after the documents."""
    for _ in attempts(PATIENCE_SECONDS):
        if person.get("/v1/search", q="tag:Zoo", limit=1)["total"] == count:
            return
    pytest.fail(f"No search found {count} documents with the tag.")


def test_five_thousand_documents_are_tagged_by_a_query_and_the_change_is_undone(filled):
    page, person = filled
    expect(page.locator(".rows-total")).to_have_text(f"{DOCUMENTS:,} documents")

    # When everything that a query finds gets a tag
    page.get_by_role("searchbox").fill(WORD)
    expect(page.locator(".hit").first).to_be_visible()
    page.locator(".hit-row input").first.check()
    page.keyboard.press("ControlOrMeta+a")
    bar = page.get_by_role("group", name="Selection")
    expect(bar).to_contain_text(f"{DOCUMENTS} selected")
    bar.get_by_role("button", name="File", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Add tags, separated by commas").fill("Zoo")
    dialog.get_by_role("button", name=f"Change {DOCUMENTS} documents").click()
    question = page.get_by_role("dialog", name=f"Change {DOCUMENTS} documents?")
    question.get_by_role("button", name=f"Change {DOCUMENTS} documents").click()

    # Then all of them have it when the change is reported as done, and none once it is undone
    done = page.get_by_text(f"{DOCUMENTS} documents changed.")
    expect(done).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    # The message remains while a person points at it. It may take longer until all of them are found.
    done.hover()
    wait_for_tags(person, DOCUMENTS)
    page.get_by_role("button", name="Undo").click()
    wait_for_tags(person, 0)
