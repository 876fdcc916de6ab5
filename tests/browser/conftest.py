"""A real browser at the site's public address, signed in through the hosted page. The file is long because every
browser test uses its fixtures.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect, sync_playwright

from tests.browser.site_over_http import Published, open_signed_in, served
from tests.browser.site_without_stage import Library
from tests.conftest import ROOT, Stack
from tests.e2e.conftest import make_person
from tests.narrowing import present
from tools import chromium
from tools.api_client import Client

VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
FLAGS = ("--no-sandbox", "--disable-gpu", "--renderer-process-limit=1")
"""Without a GPU, Chromium emulates one unless it is disabled. Pages of a profile that are open at the same time share a
process.
"""
PATIENCE_SECONDS = 60
"""How long a test waits for what the site shows or sends. Long, because a busy machine is not the site's fault."""
STORED = "cookies,file_systems,indexeddb,local_storage,service_workers,websql,cache_storage"
"""All of the debugging protocol's types of storage but the HTTP cache."""
HAVE_FADED = """() => document.getAnimations().every(
  (one) => !(one instanceof CSSTransition) || one.playState !== "running",
)"""
"""Whether no transition is running: buttons fade into the colours of another theme."""
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()


def lengthened(module: str, name: str, milliseconds: int) -> str:
    """A script that makes the timers of a module of the site longer, for what a busy machine does not do in its time.
    `name`: the constant with their length.
    """
    own = present(re.search(rf"const {name} = (\d+);", (ROOT / "frontend/src" / module).read_text()))[1]
    return f"""(() => {{
      const set = setTimeout;
      globalThis.setTimeout = (act, wait, ...given) => set(act, wait === {own} ? {milliseconds} : wait, ...given);
    }})();"""


MESSAGES_STAY = lengthened("ui/toasts.js", "SHOWN_MS", 40_000)
"""A test may not have clicked "Undo" yet when short messages would disappear."""


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield started
        started.close()


ServiceWorkers = Literal["allow", "block"]


class Profile:
    """A browser profile for one page after another. A new profile takes a second of processor time, and loads every
    file of the site again. All that a page leaves in this one is the cache of files. Animations are off here, because
    drawing them takes as long as loading a page; they are on in the profiles of tests that name options of their own.
    """

    def __init__(self, browser: Browser, service_workers: ServiceWorkers = "block") -> None:
        self.context = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce", service_workers=service_workers)
        self.context.add_init_script(MESSAGES_STAY)
        self.origins: set[str] = set()
        self.is_used = False

    def open(self) -> Page:
        self.is_used = True
        page = self.context.new_page()
        page.on("framenavigated", lambda frame: self.origins.add("{0.scheme}://{0.netloc}".format(urlsplit(frame.url))))
        return page

    def empty(self) -> None:
        """Closes every page and deletes what they stored."""
        last = self.context.new_page()
        for page in self.context.pages:
            if page != last:
                page.close()
        self.context.set_offline(False)
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(last)
        for origin in self.origins:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": STORED})
        last.close()
        self.is_used = False


@pytest.fixture(scope="session")
def profile_for(browser: Browser) -> Callable[[ServiceWorkers], Profile]:
    """The profile that tests share, with or without the site's service worker."""
    return cache(lambda service_workers: Profile(browser, service_workers))


@pytest.fixture(scope="module")
def german_page(browser):
    """One page for all screens: its files are cached, and a second profile would take a second."""
    context = browser.new_context(viewport=VIEWPORT, locale="de-DE", reduced_motion="reduce", service_workers="block")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def open_page(browser: Browser, profile_for: Callable[[ServiceWorkers], Profile]) -> Iterator[Callable[..., Page]]:
    """A page in an empty browser profile. The first page whose only option is its size is in a profile that tests
    share. Any error in the browser's log fails the test. Without `service_workers="allow"` the site's worker is not
    installed: it would respond in place of the network that tests intercept, and load every file of the site.
    """
    errors: list[str] = []
    contexts = []
    shared: set[Profile] = set()

    def make(*, viewport: ViewportSize = VIEWPORT, service_workers: ServiceWorkers = "block", **options: Any) -> Page:
        profile = profile_for(service_workers)
        if options or profile.is_used:
            context = browser.new_context(viewport=viewport, service_workers=service_workers, **options)
            context.add_init_script(MESSAGES_STAY)
            contexts.append(context)
            page = context.new_page()
        else:
            shared.add(profile)
            context = profile.context
            page = profile.open()
            page.set_viewport_size(viewport)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    for profile in shared:
        profile.empty()
    assert errors == []


def settle(page: Page) -> None:
    """Waits until a person is signed in and the screen has loaded what it shows. Before that, its requests would be
    among those that a test counts or refuses, and elements that a test points at may be replaced.
    """
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


class Held:
    """Requests that are kept back until the test continues them, so that it can act meanwhile on any machine. Without
    `method`, all of them but those that only read.
    """

    def __init__(self, page: Page, address: str, method: str = "") -> None:
        self._page = page
        self._address = re.compile(address)
        self._method = method
        self._routes: list[Route] = []
        page.route(self._address, self._hold)

    def _hold(self, route: Route) -> None:
        method = route.request.method
        if method == self._method if self._method else method != "GET":
            self._routes.append(route)
        else:
            route.fallback()

    def wait(self) -> None:
        """Waits until a request is kept back."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._routes:
            assert time.monotonic() < deadline, f"No request to {self._address.pattern} was sent."
            self._page.wait_for_timeout(20)

    def release(self) -> None:
        """Lets everything that was held back continue, and holds nothing back from now on."""
        self.wait()
        for route in self._routes:
            route.fallback()
        self._page.unroute(self._address)

    def refuse(self, status: int = 403, code: str = "forbidden", title: str = "Forbidden") -> None:
        """Refuses everything that was held back, and holds nothing back from now on."""
        self.wait()
        for route in self._routes:
            route.fulfill(status=status, json={"title": title, "status": status, "code": code})
        self._page.unroute(self._address)


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
    settle(page)


def scroll_to(page: Page, element: Locator) -> None:
    """Scrolls down with the wheel until a row is there: the list has only those near the window."""
    page.locator("[data-row]").first.wait_for()
    page.mouse.move(600, 500)
    for _ in range(300):
        if element.is_visible():
            break
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(100)
    element.scroll_into_view_if_needed()


def sign_out(page: Page) -> None:
    """Signs out, and waits for the page that is loaded then: another load would be one of two at the same time."""
    page.get_by_role("button", name="Account").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()


@pytest.fixture
def signed_in(open_page: Callable[..., Page], stack: Stack) -> Callable[..., tuple[Page, Client]]:
    """(page, the same person as a client): someone new, with an empty library. The page has their refresh token as
    after a reload. It has no session of the hosted page, unless they sign in `by_password`, which takes longer. Without
    `opens`, the page does not show the site yet: loading it is most of the processor time of a short test, so tests
    that need documents first open it themselves.
    """

    def make(*, by_password: bool = False, opens: bool = True, **options: object) -> tuple[Page, Client]:
        person = make_person(stack)
        page = open_page(**options)
        if by_password:
            sign_in(page, stack, person.email, person.password)
            return page, person
        page.goto(stack["site_url"] + "/config.json")
        page.evaluate(chromium.KEEP_SIGN_IN, person.tokens["RefreshToken"])
        if opens:
            page.goto(stack["site_url"])
            settle(page)
        return page, person

    return make


@pytest.fixture(scope="session")
def site_of_any_library() -> Iterator[Published]:
    with served(Published()) as site:
        yield site


@pytest.fixture
def serve(site_of_any_library: Published) -> Callable[..., Published]:
    """Opens an address of the site in a page, signed in, with a library that exists only in the test."""

    def show(page: Page, library: Library, path: str = "/") -> Published:
        site_of_any_library.show(library)
        open_signed_in(page, site_of_any_library, path)
        return site_of_any_library

    return show


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fails if axe finds accessibility faults on the current page, and lists all of them. In dark mode, only the
    contrast is checked, because only the colours differ. With `narrow`, everything is checked again at a width of
    320 pixels, where nothing may be wider than the window.
    """

    def check(page: Page, *, narrow: bool = False) -> None:
        # A screen that is opened for the first time is loaded.
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        # The page's CSP forbids foreign scripts, so axe is injected over the debugging protocol.
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE)
        assert _faults(page) == []
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(HAVE_FADED)
        assert _faults(page, runOnly=["color-contrast"]) == []
        page.emulate_media(color_scheme="null")
        page.wait_for_function(HAVE_FADED)
        if narrow:
            before = page.viewport_size
            assert before
            page.set_viewport_size(NARROW)
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert _faults(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
            page.set_viewport_size(before)

    return check


def _faults(page: Page, **options: object) -> list[tuple[str, list[str]]]:
    """The rules that axe found broken, each with the elements that break it."""
    run = (
        "(options) => axe.run(document, { resultTypes: ['violations'], ...options }).then((found) => found.violations)"
    )
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in page.evaluate(run, options)]


@pytest.fixture
def file_at(tmp_path: Path) -> Callable[[str, bytes], str]:
    def write(name: str, content: bytes) -> str:
        path = tmp_path / secrets.token_hex(4) / name
        path.parent.mkdir()
        path.write_bytes(content)
        return str(path)

    return write
