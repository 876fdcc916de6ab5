import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { watchMenus } from "../src/ui/menus.js";
import { installBrowser } from "./browser.js";

const GLOBALS = /** @type {Record<string, unknown>} */ (globalThis);
/** @type {import("./browser.js").Browser} */
let browser;
/** @type {string[]} */
let closed;

/** The target of a click that has these ancestors. */
class FakeElement {
  /** @param {string} within a selector */
  constructor(within) {
    this.closest = (/** @type {string} */ selector) => (selector === within ? this : null);
  }
}

beforeEach(() => {
  browser = installBrowser();
  GLOBALS["Element"] = FakeElement;
  closed = [];
  Object.assign(browser.document, { querySelectorAll: () => [{ hidePopover: () => closed.push("menu") }] });
  watchMenus();
});

afterEach(() => {
  browser.restore();
  delete GLOBALS["Element"];
});

/** @param {FakeElement} target */
const click = (target) =>
  browser.document.dispatchEvent(Object.defineProperty(new Event("click"), "target", { value: target }));

test("a link in a menu closes it at once, although its screen is still being loaded", () => {
  click(new FakeElement("[popover] a[href]"));
  assert.deepEqual(closed, ["menu"]);
});

test("a button in a menu leaves it open, because it may switch something there", () => {
  click(new FakeElement("[popover] button"));
  assert.deepEqual(closed, []);
});
