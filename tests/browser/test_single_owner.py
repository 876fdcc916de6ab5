"""A deployment for one owner: signing in requires a key, and there is no user pool."""

import re

import pytest
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import sign_out
from tools.api_client import Client


@pytest.fixture
def open_sign_in(open_page, single_owner):
    def make(**options):
        page = open_page(**options)
        page.goto(single_owner["site_url"])
        expect(page.get_by_label("Your key")).to_be_focused()
        return page

    return make


def enter(page, key):
    page.get_by_label("Your key").fill(key)
    page.keyboard.press("Enter")


def kept(page):
    return page.evaluate("({ ...sessionStorage, ...localStorage })")


def test_owner_signs_in_with_a_key_adds_finds_and_signs_out(open_sign_in, single_owner, file_at):
    # Given an owner who pasted their key with a trailing space
    page = open_sign_in()
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    enter(page, f" {single_owner['owner_key']}\n")
    expect(page.get_by_role("searchbox")).to_be_visible()

    # When they drop a file
    content = make_pdf(["A receipt of Oberwiesenthal."])
    page.locator("[data-files]").set_input_files([file_at("Receipt.pdf", content)])
    expect(page.get_by_role("region", name="Uploads").get_by_role("link", name="Receipt.pdf")).to_be_visible()

    # Then it is found, also after reloading the page
    person = Client(single_owner)
    (hit,) = [found for found in person.get("/v1/documents")["documents"] if found["title"] == "Receipt"]
    person.find("oberwiesenthal", hit["id"])
    page.reload()
    page.get_by_role("searchbox").fill("oberwiesenthal")
    expect(page.get_by_role("main").locator("mark").first).to_have_text("Oberwiesenthal")

    # And once they have signed out, the key is forgotten
    expect(page.locator("#account-menu")).to_contain_text("Owner")
    sign_out(page)
    expect(page.get_by_label("Your key")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Your key")).to_have_value("")
    assert kept(page) == {}
    assert [url for url in requested if "cognito" in url or "oauth2" in url] == []


def test_key_that_is_not_the_owners_is_refused_with_the_reason(open_sign_in, single_owner):
    page = open_sign_in()

    for key, reason in {
        "0" * 40: "This is not the owner",
        "ключ от дома": "This is not the owner",
        single_owner["drop_key"]: "This is a drop key: it can only add documents.",
    }.items():
        enter(page, key)
        expect(page.get_by_role("alert")).to_contain_text(reason)
        expect(page.get_by_label("Your key")).to_be_focused()
        assert kept(page) == {}


def test_revoked_key_leads_to_the_sign_in_screen_and_back_to_the_same_page(open_sign_in, single_owner):
    page = open_sign_in()
    enter(page, single_owner["owner_key"])
    expect(page.get_by_role("searchbox")).to_be_visible()
    elsewhere = {"Access-Control-Allow-Origin": single_owner["site_url"]}

    def refuse(route):
        """Refuses from the trash on: a refusal in the background would remove the link before the click."""
        if page.url.endswith("/trash"):
            route.fulfill(status=401, headers=elsewhere, body="{}")
        else:
            route.fallback()

    page.route(re.compile("/v1/"), refuse)
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("alert")).to_contain_text("Your key is no longer valid")
    assert kept(page) == {}
    page.reload()
    page.unroute_all()
    enter(page, single_owner["owner_key"])

    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()


def test_key_revoked_since_the_last_visit_leads_to_the_sign_in_screen(open_sign_in, single_owner):
    page = open_sign_in()
    page.evaluate("sessionStorage.setItem('docloft-sign-in', 'taken-back-since-the-last-visit')")

    page.reload()

    expect(page.get_by_role("alert")).to_contain_text("Your key is no longer valid")
    expect(page.get_by_label("Your key")).to_be_focused()


def test_axe_finds_nothing_on_the_sign_in_screen(open_sign_in, axe):
    page = open_sign_in()
    axe(page, narrow=True)

    enter(page, "0" * 40)

    expect(page.get_by_role("alert")).to_be_visible()
    axe(page, narrow=True)
