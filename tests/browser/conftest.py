"""A real browser at the site's public address, signed in through the hosted page."""

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import ROOT, Stack
from tests.e2e.conftest import make_person
from tools.api_client import Client

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in its own browser profile. Any error in the browser's log fails the test."""
    errors: list[str] = []
    contexts = []

    def make(**options: object) -> Page:
        context = browser.new_context(viewport=options.pop("viewport", {"width": 1280, "height": 900}), **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def sign_in(page: Page, stack: Stack, email: str, password: str) -> None:
    """Signs in as a person does: the button, the hosted page, and back."""
    page.goto(stack["site_url"])
    # The only button, so the language does not matter.
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(re.compile(re.escape(stack["auth_url"])))
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("[type=submit]").first.click()
    page.wait_for_url(stack["site_url"] + "/")
    expect(page.get_by_role("searchbox")).to_be_visible()


@pytest.fixture
def signed_in(open_page: Callable[..., Page], stack: Stack) -> Callable[..., tuple[Page, Client]]:
    """(page, the same person as a client): someone new, with an empty library."""

    def make(**options: object) -> tuple[Page, Client]:
        person = make_person(stack)
        page = open_page(**options)
        sign_in(page, stack, person.email, person.password)
        return page, person

    return make


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails if axe finds accessibility faults on the current page, and lists all of them."""

    def check(page: Page) -> None:
        # The page's CSP forbids foreign scripts, so axe is injected over the debugging protocol.
        page.evaluate(AXE)
        faults = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)")
        reported = [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in faults]
        assert reported == []

    return check


@pytest.fixture
def file_at(tmp_path: Path) -> Callable[[str, bytes], str]:
    def write(name: str, content: bytes) -> str:
        path = tmp_path / secrets.token_hex(4) / name
        path.parent.mkdir()
        path.write_bytes(content)
        return str(path)

    return write
