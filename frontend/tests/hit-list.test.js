import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { FakeStorage } from "./browser.js";

const hit = (/** @type {string} */ id, page = 1) =>
  /** @type {any} */ ({ document: { id, title: "not kept" }, page, snippets: [] });
const left = (/** @type {string} */ id, page = 1) => ({ hit: hit(id, page), query: "badger", isExact: false });
const search = { query: "badger", isExact: false, order: "-date" };
/** @type {Map<string, string>} */
let stored;
let loads = 0;

/** The module as after a reload of the page. */
const reloaded = () => import(`../src/ui/hit-list.js?${++loads}`);

beforeEach(() => {
  const storage = new FakeStorage();
  stored = storage.items;
  globalThis.sessionStorage = /** @type {any} */ (storage);
});

test("the hits of a search survive a reload, with the one that was opened last", async () => {
  const { leaveHits, openHit } = await reloaded();
  leaveHits([left("a", 3), left("b")], { total: 14, search, cursor: null });
  openHit("a", "badger");

  const after = await reloaded();

  assert.equal(after.lastOpened(), "/documents/a?page=3&q=badger");
  assert.deepEqual(after.openHit("a", "badger"), {
    number: 1,
    total: 14,
    previous: null,
    next: "/documents/b?page=1&q=badger",
    hasMore: false,
  });
  assert.equal(after.openHit("a", ""), null);
  assert.ok(![...stored.values()].join("").includes("not kept"));
});

test("the next hit after the loaded ones is on the next page of the same search", async () => {
  const { leaveHits, openHit, loadMoreHits } = await reloaded();
  leaveHits([left("a")], { total: 3, search, cursor: "next" });
  const api = {
    search: mock.fn(async (/** @type {any[]} */ ...sent) => ({
      hits: [hit("a"), hit("b")].slice(0, 9 - sent.length),
      corrected: null,
      cursor: null,
    })),
  };
  assert.deepEqual([openHit("a", "badger").next, openHit("a", "badger").hasMore], [null, true]);

  await loadMoreHits(api);
  await loadMoreHits(api);

  assert.deepEqual(
    api.search.mock.calls.map(({ arguments: [query, cursor, , options] }) => [query, cursor, options]),
    [["badger", "next", search]],
  );
  assert.deepEqual(openHit("a", "badger"), {
    number: 1,
    total: 3,
    previous: null,
    next: "/documents/b?page=1&q=badger",
    hasMore: false,
  });
});

test("what was stored by something else is ignored", async () => {
  stored.set("docloft-hits", "no JSON");

  assert.equal((await reloaded()).openHit("a", "badger"), null);
});
