import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Router } from "../src/app/router.js";
import { installBrowser, settle } from "./browser.js";

/** @typedef {import("../types.js").View} View */

const NAMES = ["history", "location", "CSS", "HTMLAnchorElement"];
/** @type {Map<string, unknown>} */
const kept = new Map();
const GLOBALS = /** @type {Record<string, unknown>} */ (globalThis);
/** @type {import("./browser.js").Browser} */
let browser;
/** @type {string[][]} */
let mounts;
/** @type {{ focused?: string, kept?: unknown, router?: any }} */
let opened;

class Anchor {
  /** @param {string} href */
  constructor(href, more = {}) {
    const url = new URL(href, "http://site");
    Object.assign(this, {
      origin: url.origin,
      pathname: url.pathname,
      search: url.search,
      hash: url.hash,
      target: "",
      download: "",
      ...more,
    });
  }
}

/** A fake browser history: going back restores the address and the state, then fires popstate. */
function installHistory() {
  const entries = [{ address: "/", state: null }];
  let at = 0;
  const set = (/** @type {any} */ state, /** @type {string} */ address) => {
    entries[at] = { state, address };
    Object.assign(globalThis.location, pick(address));
  };
  /** @type {any} */
  const history = {
    get state() {
      return entries[at].state;
    },
    /** @param {any} state @param {string} _ @param {string} address */
    pushState(state, _, address) {
      entries.splice(++at);
      set(state, address);
    },
    replaceState: (/** @type {any} */ state, /** @type {string} */ _, /** @type {string} */ address) =>
      set(state, address),
    back() {
      at -= 1;
      Object.assign(globalThis.location, pick(entries[at].address));
      browser.window.dispatchEvent(new Event("popstate"));
    },
  };
  globalThis.history = history;
}

/** @returns {any} */
const pick = (/** @type {string} */ address) => {
  const { pathname, search } = new URL(address, "http://site");
  return { pathname, search, origin: "http://site" };
};

/** An outlet with a heading and links that can be focused. @param {string[]} links @returns {any} */
function outletWith(...links) {
  const elements = ["h1", ...links].map((name) => ({
    name,
    focus: () => (opened.focused = name),
    getBoundingClientRect: () => ({ top: 10, bottom: 20 }),
    getAttribute: () => name,
  }));
  return {
    dataset: {},
    append: () => {},
    querySelector: (/** @type {string} */ selector) =>
      elements.find(({ name }) => selector === name || selector === `a[href="${name}"]`) ?? null,
  };
}

/** @param {string[]} links */
function routing(...links) {
  const view =
    (/** @type {string} */ name) =>
    (
      /** @type {unknown} */ _outlet,
      /** @type {unknown} */ _deps,
      /** @type {URLSearchParams} */ params,
      /** @type {string} */ id,
    ) => {
      mounts.push([name, params.toString(), id]);
      opened.kept = opened.router.memory.kept;
      return () => mounts.push([`-${name}`]);
    };
  const routes = [
    { name: "search", pattern: /^\/search$/, view: view("search") },
    { name: "document", pattern: /^\/documents\/(\w+)$/, view: view("document") },
    { name: "library", pattern: /^/, view: view("library") },
  ];
  opened.router = new Router(outletWith(...links), routes);
  return opened.router;
}

beforeEach(() => {
  for (const name of NAMES) kept.set(name, GLOBALS[name]);
  browser = installBrowser();
  Object.assign(browser.document, { createElement: () => ({ remove: () => {} }) });
  mounts = [];
  opened = {};
  globalThis.location = pick("/");
  globalThis.CSS = /** @type {any} */ ({ escape: (/** @type {string} */ text) => text });
  globalThis.HTMLAnchorElement = /** @type {any} */ (Anchor);
  installHistory();
});

afterEach(() => {
  browser.restore();
  for (const [name, value] of kept) GLOBALS[name] = value;
});

test("nothing is shown before the router is started", () => {
  const router = routing();
  router.go("/search?q=a");
  assert.deepEqual(mounts, []);
  router.start({});
  assert.deepEqual(mounts, [["search", "q=a", ""]]);
});

test("an address shows its view with its parameters, after the previous view is closed", () => {
  const router = routing();
  router.start({});
  router.go("/documents/ABC?page=2");
  assert.deepEqual(mounts, [["library", "", ""], ["-library"], ["document", "page=2", "ABC"]]);
  assert.equal(router.outlet.dataset.view, "document");
});

test("an unknown address shows the first route", () => {
  const router = routing();
  router.start({});
  router.go("/nowhere");
  assert.equal(mounts.at(-1)?.[0], "library");
});

test("typing into the search box keeps the view, and reports the address", () => {
  const router = routing();
  /** @type {(string | null)[][]} */
  const reports = [];
  router.start({});
  router.go("/search?q=a");
  const unsubscribe = router.watch((/** @type {string} */ name, /** @type {URLSearchParams} */ params) =>
    reports.push([name, params.get("q")]),
  );
  router.go("/search?q=ab", { replace: true });
  unsubscribe();
  router.go("/search?q=abc", { replace: true });
  assert.equal(mounts.filter(([name]) => name === "search").length, 1);
  assert.deepEqual(reports, [["search", "ab"]]);
});

test("a document in the place of another begins at its top, and Back leads to the screen before both", () => {
  const router = routing();
  router.start({});
  router.go("/documents/ABC");
  browser.window.scrollY = 500;
  router.go("/documents/DEF?page=1", { replace: true });
  assert.equal(browser.window.scrolls.at(-1), 0);
  globalThis.history.back();
  assert.equal(globalThis.location.pathname, "/");
});

test("the same address again mounts no view", () => {
  const router = routing();
  router.start({});
  router.go("/");
  assert.equal(mounts.length, 1);
});

test("Back restores the scroll position, the focused link and what the view kept", () => {
  const router = routing("/documents/ABC");
  router.start({});
  router.memory.kept = "a list";
  browser.window.scrollY = 1234;
  browser.document.activeElement = { closest: () => ({ getAttribute: () => "/documents/ABC" }) };
  router.go("/documents/ABC");
  assert.deepEqual([browser.window.scrolls.at(-1), opened.focused, opened.kept], [0, "h1", undefined]);

  browser.document.activeElement = null;
  router.back("/");
  assert.deepEqual([browser.window.scrolls.at(-1), opened.focused, opened.kept], [1234, "/documents/ABC", "a list"]);
});

test("a new visit to the same address starts at its beginning", () => {
  const router = routing();
  router.start({});
  router.go("/documents/ABC");
  browser.window.scrollY = 500;
  router.go("/");
  router.go("/documents/ABC");
  assert.equal(browser.window.scrolls.at(-1), 0);
});

test("Back goes to the given address when the current one was opened directly", () => {
  const router = routing();
  router.start({});
  router.back("/search?q=a");
  assert.equal(mounts.at(-1)?.[0], "search");
});

test("rewriting the address mounts no view", () => {
  const router = routing();
  router.start({});
  router.rewrite("/documents/ABC?page=3");
  assert.deepEqual([mounts.length, globalThis.location.search], [1, "?page=3"]);
});

test("a link of the site is followed without loading the page", () => {
  const router = routing();
  router.start({});
  assert.equal(click(router, new Anchor("/documents/ABC?page=2#x")), true);
  assert.deepEqual(mounts.at(-1), ["document", "page=2", "ABC"]);
});

/** @type {[string, Anchor | null, {}][]} */
const LEFT_ALONE = [
  ["a link to another site", new Anchor("http://elsewhere/"), {}],
  ["a link to a new tab", new Anchor("/trash", { target: "_blank" }), {}],
  ["a download", new Anchor("/file", { download: "file" }), {}],
  ["a place on the same page", new Anchor("/#main"), {}],
  ["a click with a modifier key", new Anchor("/trash"), { ctrlKey: true }],
  ["a click with another button", new Anchor("/trash"), { button: 1 }],
  ["a click that was handled already", new Anchor("/trash"), { defaultPrevented: true }],
  ["a click beside any link", null, {}],
];
for (const [what, link, event] of LEFT_ALONE) {
  test(`${what} is left to the browser`, () => {
    const router = routing();
    router.start({});
    assert.equal(click(router, link, event), false);
    assert.equal(mounts.length, 1);
  });
}

/**
 * Whether the browser was prevented from following the link itself.
 * @param {any} router
 * @param {Anchor | null} link
 */
function click(router, link, more = {}) {
  let isPrevented = false;
  router.followLink({
    button: 0,
    target: { closest: () => link },
    preventDefault: () => (isPrevented = true),
    ...more,
  });
  return isPrevented;
}

/** A router whose screens other than the library are loaded when `arrive` is called with their name. */
function loading() {
  /** @type {Map<string, () => void>} */
  const arriving = new Map();
  const router = routing();
  router.routes = router.routes.map((/** @type {import("../src/app/router.js").Route} */ { view, ...route }) =>
    route.name === "library"
      ? { view, ...route }
      : {
          ...route,
          load: () =>
            new Promise((resolve) => void arriving.set(route.name, () => resolve(/** @type {View} */ (view)))),
        },
  );
  router.start({});
  const arrive = async (/** @type {string} */ name) => {
    arriving.get(name)?.();
    await settle();
  };
  return { router, arrive };
}

test("a screen is shown once it is loaded, the previous one is closed at once, and it is loaded once", async () => {
  const { router, arrive } = loading();
  /** @type {string[]} */
  const reports = [];
  router.watch((/** @type {string} */ name) => void reports.push(name));
  router.go("/documents/ABC");
  assert.deepEqual([mounts, reports], [[["library", "", ""], ["-library"]], []]);
  await arrive("document");
  assert.deepEqual(mounts.slice(2), [["document", "", "ABC"]]);
  assert.deepEqual(reports, ["document"]);

  router.go("/documents/DEF");
  assert.deepEqual(mounts.at(-1), ["document", "", "DEF"]);
});

test("a screen that arrives after the person has gone on is not shown", async () => {
  const { router, arrive } = loading();
  router.go("/documents/ABC");
  router.go("/search?q=a");
  await arrive("search");
  await arrive("document");
  assert.deepEqual(
    mounts.map(([name]) => name),
    ["library", "-library", "search"],
  );

  router.go("/");
  router.go("/documents/ABC");
  router.go("/");
  await arrive("document");
  assert.equal(mounts.at(-1)?.[0], "library");
});

test("Back to a screen that had to be loaded restores its scroll position", async () => {
  const { router, arrive } = loading();
  browser.window.scrollY = 700;
  router.go("/documents/ABC");
  browser.window.scrollY = 0;
  await arrive("document");
  browser.window.scrollY = 300;
  globalThis.history.back();
  assert.equal(browser.window.scrolls.at(-1), 700);
});

test("a screen that was loaded ahead is shown at once", async () => {
  const { router, arrive } = loading();
  router.preload("search");
  router.preload("library");
  await arrive("search");
  router.go("/search?q=a");

  assert.deepEqual(mounts.at(-1), ["search", "q=a", ""]);
});

test("what is typed while search is loading is one visit of it, with the last words", async () => {
  const { router, arrive } = loading();
  router.go("/search?q=a");
  router.go("/search?q=ab", { replace: true });
  await arrive("search");
  assert.deepEqual(
    mounts.filter(([name]) => name === "search"),
    [["search", "q=ab", ""]],
  );
});
