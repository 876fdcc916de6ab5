/** What the grid of all documents shows after Back, and as its pages are loaded. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Store } from "../src/api/store.js";
import { libraryActions } from "../src/features/library/actions.js";
import * as library from "../src/features/library/state.js";
import { FakeStorage, settle } from "./browser.js";

const GLOBALS = /** @type {Record<string, unknown>} */ (globalThis);
const storage = GLOBALS.localStorage;
before(() => {
  GLOBALS.localStorage = new FakeStorage();
});
after(() => {
  GLOBALS.localStorage = storage;
});

/** @returns {any} */
const doc = (/** @type {string} */ id, more = {}) => ({
  id,
  version: 1,
  state: "ready",
  trashed_at: null,
  updated_at: "2024-01-01T00:00:00Z",
  ...more,
});
const listed = (/** @type {string} */ ids) => [...ids].map((id) => doc(id));
const ids = (/** @type {{ id: string }[]} */ documents) => documents.map(({ id }) => id).join("");
const stateOf = (/** @type {string} */ rows, /** @type {string | null} */ cursor) => ({
  ...library.initialState(null),
  documents: listed(rows),
  cursors: [cursor],
  isLoaded: true,
});

/** A grid with these rows, whose server lists these pages. @param {library.State} state @param {string[]} pages */
function open(state, pages) {
  const store = new Store();
  store.putAll(state.documents);
  const screen = { state, update: (/** @type {object} */ changes) => Object.assign(state, changes) };
  const api = {
    listRows: async (/** @type {{ offset: number }} */ { offset }) => ({
      documents: listed(pages[offset / 60] ?? ""),
      total: pages.length * 60,
    }),
    listDocuments: async (/** @type {{ state?: string }} */ { state: only }) => ({
      documents: only ? [] : listed([...pages.join("")].sort().reverse().join("")),
      cursor: null,
    }),
  };
  const actions = libraryActions(
    /** @type {any} */ ({ api, store, watcher: { watchAll() {} } }),
    /** @type {any} */ (screen),
    new AbortController().signal,
  );
  store.subscribe((document) => actions.show(document));
  return { actions, store, shown: () => ids(state.documents) };
}

test("several new documents at once are all shown, newest first", () => {
  assert.equal(ids(library.withChanged(stateOf("ce", "60"), listed("hgf")).documents), "hgfce");
  assert.equal(ids(library.withChanged(stateOf("ce", "60"), listed("fgh")).documents), "hgfce");
});

test("after Back, documents that were added meanwhile are shown where the list has them", async () => {
  const grid = open(stateOf("ce", "60"), ["hgfce", "a"]);
  await grid.actions.refresh();
  assert.equal(grid.shown(), "hgfce");

  // Another person's document arrived before the last one of this person's, and one in a list by title is between
  // others.
  const other = open(stateOf("hce", "60"), ["hgcbe", "a"]);
  await other.actions.refresh();
  assert.equal(other.shown(), "hgcbe");

  const byTitle = open(stateOf("ce", "60"), ["ce", "z"]);
  await byTitle.actions.refresh();
  assert.equal(byTitle.shown(), "ce");
});

test("documents of a further page follow the others, however new they are, and a change of a listed one is shown", async () => {
  const grid = open(stateOf("ba", "60"), ["ba", "zbc"]);
  grid.store.put(doc("b", { version: 2, title: "New" }));
  await grid.actions.loadMore();
  await settle();
  assert.equal(grid.shown(), "bazc");

  grid.store.put(doc("zz"));
  assert.equal(grid.shown()[0], "z");
});

test("what was kept in another order is not used", () => {
  const kept = { order: "-date", documents: [], cursors: ["60"] };
  assert.equal(library.keptBy("documents", kept, "-date"), kept);
  assert.equal(library.keptBy("documents", kept, "title"), undefined);
  assert.equal(library.keptBy("sections", kept, "-date"), undefined);
  assert.equal(library.keptBy("documents", undefined, "-date"), undefined);
});

test("after Back, documents that have left are not shown, and no row is left out", () => {
  const known = new Map(
    [doc("c", { version: 2, title: "New" }), doc("e", { trashed_at: "2024-01-01" })].map((one) => [one.id, one]),
  );
  const state = library.restored(library.initialState(null), { documents: listed("cea"), cursors: ["60"] }, (id) =>
    known.get(id),
  );
  assert.deepEqual([state.documents, state.cursors, state.isLoaded], [[known.get("c")], ["58"], true]);
  const allGone = library.withChanged(stateOf("ce", "1"), [
    doc("c", { trashed_at: "2024-01-01" }),
    doc("e", { trashed_at: "2024-01-01" }),
  ]);
  assert.deepEqual([allGone.documents, allGone.cursors], [[], ["0"]]);
  const working = library.restored(
    library.initialState("working"),
    { documents: listed("c"), cursors: ["next", null] },
    (id) => known.get(id),
  );
  assert.deepEqual([working.documents, working.cursors], [[], ["next", null]]);
});
