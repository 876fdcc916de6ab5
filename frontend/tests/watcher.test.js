import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Store } from "../src/api/store.js";
import { Watcher } from "../src/api/watcher.js";
import { installBrowser, settle } from "./browser.js";

/** @returns {any} */
const one = (/** @type {string} */ id, /** @type {number} */ version, /** @type {string} */ state) => ({
  id,
  version,
  state,
});
/** @type {import("./browser.js").Browser} */
let browser;

beforeEach(() => {
  browser = installBrowser();
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
});

afterEach(() => {
  mock.timers.reset();
  browser.restore();
});

/**
 * A watcher of an API that responds with these pages, then with the last one again.
 * @param {(any[] | Error)[]} pages
 */
function watching(...pages) {
  /** @type {string[][]} */
  const requests = [];
  const listDocuments = /** @returns {Promise<any>} */ async (/** @type {Record<string, string>} */ { ids }) => {
    requests.push(ids.split(","));
    const page = pages.length > 1 ? pages.shift() : pages[0];
    if (page instanceof Error) throw page;
    return { documents: page, cursor: null };
  };
  const store = new Store();
  return { store, requests, watcher: new Watcher({ listDocuments }, store) };
}

/** @param {number} milliseconds */
async function pass(milliseconds) {
  await settle();
  mock.timers.tick(milliseconds);
  await settle();
}

test("a document is polled until its state is final", async () => {
  const { watcher, store, requests } = watching([one("a", 1, "working")], [one("a", 2, "ready")]);
  watcher.watch("a");

  await pass(700);
  assert.equal(store.get("a")?.state, "working");
  await pass(700);
  assert.equal(store.get("a")?.state, "ready");
  await pass(60_000);

  assert.deepEqual(requests, [["a"], ["a"]]);
});

test("a document is polled until its scanned pages are read", async () => {
  const reading = (/** @type {number} */ version, /** @type {number} */ done) => ({
    ...one("a", version, "ready"),
    ocr_pages_done: done,
    ocr_pages_total: 2,
  });
  const { watcher, store, requests } = watching([reading(1, 1)], [reading(2, 2)]);
  watcher.watchAll([reading(1, 1)]);

  await pass(700);
  await pass(700);
  assert.equal(store.get("a")?.ocr_pages_done, 2);
  await pass(60_000);

  assert.equal(requests.length, 2);
});

test("a document that was deleted is no longer polled", async () => {
  const { watcher, requests } = watching([]);
  watcher.watch("a");
  await pass(700);
  await pass(60_000);
  assert.equal(requests.length, 1);
});

test("two hundred and fifty documents are three requests", async () => {
  const { watcher, requests } = watching([]);
  for (let number = 0; number < 250; number++) watcher.watch(String(number));
  await pass(700);
  assert.deepEqual(
    requests.map(({ length }) => length),
    [100, 100, 50],
  );
});

test("only documents in progress are watched", async () => {
  const { watcher, requests } = watching([]);
  watcher.watchAll([one("a", 1, "ready"), one("b", 1, "working"), one("c", 1, "rejected")]);
  await pass(700);
  assert.deepEqual(requests, [["b"]]);
});

test("polling slows down when nothing has changed for twenty seconds", async () => {
  const { watcher, requests } = watching([one("a", 1, "working")]);
  watcher.watch("a");
  for (let elapsed = 0; elapsed <= 21_000; elapsed += 700) await pass(700);
  const before = requests.length;
  await pass(700);
  await pass(700);
  assert.equal(requests.length, before);
  await pass(1700);
  assert.equal(requests.length, before + 1);
});

test("a hidden page polls every fifteen seconds, and at once when it is shown", async () => {
  browser.document.hidden = true;
  const { watcher, requests } = watching([one("a", 1, "working")]);
  watcher.watch("a");
  await pass(14_000);
  assert.equal(requests.length, 0);
  browser.document.hidden = false;
  browser.document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  assert.equal(requests.length, 1);
});

test("polling continues after an error", async () => {
  const { watcher, store } = watching(new Error("offline"), [one("a", 1, "ready")]);
  watcher.watch("a");
  await pass(700);
  await pass(700);
  assert.equal(store.get("a")?.state, "ready");
});
