/** What the screen of a document does with keys, with pages that are drawn, and with searches that are overtaken. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { loading } from "../src/features/custom-fields/loading.js";
import { watchKeys } from "../src/features/document/keys.js";
import { Sheets } from "../src/features/document/sheets.js";
import { withRefused } from "../src/ui/refusals.js";
import { installBrowser, settle } from "./browser.js";

/**
 * Presses Ctrl and a key.
 * @param {string} key
 * @param {{ find: (() => void) | null, print: (() => void) | null }} offered
 * @returns {boolean} whether the browser's own was prevented
 */
function pressed(key, { find, print }) {
  const { document, restore } = installBrowser();
  Object.assign(document, { querySelector: () => null });
  const abort = new AbortController();
  watchKeys(/** @type {any} */ ({}), {
    page: () => 1,
    find: () => find,
    print: () => print,
    pages: () => null,
    signal: abort.signal,
  });
  const event = Object.assign(new Event("keydown", { cancelable: true }), {
    key,
    ctrlKey: true,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  });
  document.dispatchEvent(event);
  abort.abort();
  restore();
  return event.defaultPrevented;
}

test("the browser's own search and print are used when there is nothing of the document to find or print", () => {
  const done = /** @type {string[]} */ ([]);
  const offered = { find: () => done.push("find"), print: () => done.push("print") };

  assert.deepEqual([pressed("f", offered), pressed("p", offered)], [true, true]);
  assert.deepEqual(done, ["find", "print"]);
  assert.deepEqual(
    [pressed("f", { find: null, print: null }), pressed("p", { find: null, print: null })],
    [false, false],
  );
});

/** Sheets with one page, whose drawings end when the test says so. */
function drawing() {
  const sheet = /** @type {any} */ ({
    dataset: { page: "1" },
    clientWidth: 100,
    style: {},
    replaceChildren: () => {},
    querySelector: () => null,
  });
  const ended = /** @type {string[]} */ ([]);
  const sheets = /** @type {any} */ (Object.create(Sheets.prototype));
  /** @type {{ isCurrent: () => boolean, resolve: (layer: unknown) => void, reject: (error: unknown) => void }[]} */
  const under = [];
  Object.assign(sheets, {
    sheets: [sheet],
    sizes: new Map(),
    latest: new Map(),
    drawn: [],
    viewing: { turn: 0 },
    source: {
      sizeOf: async () => ({ width: 1, height: 1 }),
      draw: (/** @type {number} */ _page, /** @type {unknown} */ _sheet, /** @type {any} */ { isCurrent }) =>
        new Promise((resolve, reject) => under.push({ isCurrent, resolve, reject })),
    },
    size: () => {},
    scaleOf: () => 1,
    pixels: () => 0,
    arrive: (/** @type {number} */ _page, /** @type {string} */ layer) => ended.push(layer),
    showFailure: () => {
      sheets.forget(1);
      ended.push("failed");
    },
  });
  return { sheets, sheet, under, ended };
}

test("a drawing that takes longer than a newer one of the same page has no effect", async () => {
  const { sheets, sheet, under, ended } = drawing();
  void sheets.draw(sheet);
  await settle();
  sheet.clientWidth = 200;
  void sheets.draw(sheet);
  await settle();

  assert.deepEqual(
    under.map(({ isCurrent }) => isCurrent()),
    [false, true],
  );
  under[1]?.resolve("new");
  await settle();
  under[0]?.resolve("old");
  await settle();
  assert.deepEqual([ended, sheets.drawn], [["new"], [1]]);
});

test("a page that could not be drawn says so, and is drawn again", async () => {
  const { sheets, sheet, under, ended } = drawing();
  void sheets.draw(sheet);
  await settle();
  under[0]?.reject(new Error("offline"));
  await settle();

  assert.deepEqual([ended, sheets.drawn, sheet.dataset.drawn], [["failed"], [], undefined]);
  void sheets.draw(sheet);
  await settle();
  under[1]?.resolve("again");
  await settle();
  assert.deepEqual(ended, ["failed", "again"]);
});

test("a search for documents is aborted by the next one and when the screen is left", async () => {
  const signals = /** @type {AbortSignal[]} */ ([]);
  const deps = /** @type {any} */ ({
    api: {
      search: (/** @type {string} */ _words, /** @type {null} */ _cursor, /** @type {AbortSignal} */ signal) => (
        signals.push(signal),
        new Promise(() => {})
      ),
    },
  });
  const left = new AbortController();
  const { find } = loading(
    deps,
    /** @type {any} */ ({ state: { document: { id: "1" } }, update: () => {} }),
    left.signal,
  );

  void find("first");
  void find("second");
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false],
  );
  left.abort();
  assert.equal(signals[1]?.aborted, true);
});

test("a field says why its value was not saved until another one is", () => {
  const refused = withRefused(withRefused({ refused: {} }, "a", "too long"), "b", "no number");

  assert.deepEqual(refused, { refused: { a: "too long", b: "no number" } });
  assert.deepEqual(withRefused(refused, "a", null), { refused: { b: "no number" } });
});
