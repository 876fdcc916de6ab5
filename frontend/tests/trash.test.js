/** Emptying the whole trash. */

import "./browser.js";
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { changeWholeTrash, deleted } from "../src/features/trash/actions.js";
import { INITIAL, withChanged, without } from "../src/features/trash/state.js";

/**
 * Empties a trash with documents a and b.
 * @param {object} server
 * @param {() => Promise<any>} server.start
 * @param {string[]} [server.left] what is left afterwards
 */
async function emptied({ start, left = [] }) {
  deleted.clear();
  const removed = /** @type {string[]} */ ([]);
  const request = async (
    /** @type {string} */ _,
    /** @type {string} */ __,
    /** @type {{ body: { dry_run?: boolean } }} */ { body },
  ) => (body.dry_run ? { total: 2 } : start());
  const listDocuments = async (/** @type {{ ids: string }} */ { ids }) => ({
    documents: ids
      .split(",")
      .filter((id) => left.includes(id))
      .map((id) => ({ id })),
  });
  const toast = mock.fn();
  /** @type {any} */
  const deps = {
    api: { request, listDocuments },
    confirm: async () => true,
    toast,
    toastProgress: () => () => {},
    store: {
      putAll: (/** @type {unknown[]} */ documents) => documents,
      remove: (/** @type {string} */ id) => removed.push(id),
    },
    watcher: { watchAll: () => {}, forget: () => {} },
  };
  const isDone = await changeWholeTrash(deps, "purge", ["a", "b"]);
  return { isDone, removed, hidden: [...deleted], toasts: toast.mock.callCount() };
}

const job = (more = {}) => ({
  job: { id: "j", state: "done", total: 2, done: 2, skipped: 0, changes: { delete_permanently: true }, ...more },
});

test("what was deleted permanently is shown nowhere any more", async () => {
  assert.deepEqual(await emptied({ start: async () => job() }), {
    isDone: true,
    removed: ["a", "b"],
    hidden: ["a", "b"],
    toasts: 0,
  });
});

test("what was restored meanwhile is still shown", async () => {
  assert.deepEqual((await emptied({ start: async () => job({ skipped: 1 }), left: ["b"] })).hidden, ["a"]);
});

test("nothing is hidden when the trash could not be emptied", async () => {
  const start = () => Promise.reject(new Error("refused"));

  assert.deepEqual(await emptied({ start, left: ["a", "b"] }), { isDone: false, removed: [], hidden: [], toasts: 1 });
});

test("what is old is counted without documents that were restored or deleted", () => {
  const paper = (/** @type {string} */ id, /** @type {string} */ trashed_at) => ({
    id,
    trashed_at,
    created_at: "2020-01-01T00:00:00Z",
    version: 1,
  });
  const documents = [
    paper("new", new Date().toISOString()),
    paper("a", "2020-02-01T00:00:00Z"),
    paper("b", "2020-02-01T00:00:00Z"),
  ];
  /** @type {any} */
  let state = { ...INITIAL, documents, isLoaded: true, old: 5 };
  state = { ...state, ...without(state, "new") };
  assert.equal(state.old, 5);
  state = { ...state, ...without(state, "a") };
  state = {
    ...state,
    ...withChanged(state, [/** @type {any} */ ({ ...documents[2], trashed_at: null, version: 2 })], new Set()),
  };
  assert.deepEqual([state.documents, state.old], [[], 3]);
});
