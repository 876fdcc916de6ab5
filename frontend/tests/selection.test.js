import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, everything, isEmpty, isSelected, kept, NONE, toggled } from "../src/ui/selection.js";
import { canUndo, INITIAL, isUndone, withJob, withPage } from "../src/features/bulk-work/state.js";
import { inWords } from "../src/features/bulk-work/words.js";
import { followBulk, startBulk } from "../src/api/bulk-work.js";
import { namesIn, setNames } from "../src/ui/names.js";

const LISTED = ["a", "b", "c", "d", "e"];
const ids = (/** @type {import("../src/ui/selection.js").Selection} */ { ids: chosen }) => [...chosen].sort().join("");
/** @returns {any} */
const job = (more = {}) => ({
  id: "1",
  state: "done",
  done: 3,
  total: 3,
  skipped: 0,
  undoes: null,
  changes: { in_trash: true },
  ...more,
});

test("documents are selected and deselected one by one", () => {
  const two = toggled(toggled(NONE, LISTED, "b"), LISTED, "d");
  assert.deepEqual([ids(two), countOf(two), isEmpty(two)], ["bd", 2, false]);
  assert.equal(ids(toggled(two, LISTED, "b")), "d");
  assert.ok(isEmpty(toggled(toggled(two, LISTED, "b"), LISTED, "d")));
});

test("a range goes from the document chosen last to this one, in both directions", () => {
  assert.equal(ids(toggled(toggled(NONE, LISTED, "b"), LISTED, "d", true)), "bcd");
  assert.equal(ids(toggled(toggled(NONE, LISTED, "d"), LISTED, "a", true)), "abcd");
  const all = everything(LISTED, null, null);
  assert.equal(ids(toggled(toggled(all, LISTED, "b"), LISTED, "d", true)), "ae");
});

test("a range without a beginning, or from a document that is gone, is one document", () => {
  assert.equal(ids(toggled(NONE, LISTED, "c", true)), "c");
  assert.equal(ids(toggled({ ...NONE, anchor: "x" }, LISTED, "c", true)), "c");
});

test("everything is what a query matches, and what is loaded when there is no query", () => {
  const matching = everything(LISTED, "*", null);
  assert.deepEqual(
    [isSelected(matching, "not loaded"), countOf(matching), countOf(everything([], "*", 4000))],
    [true, null, 4000],
  );
  assert.equal(ids(everything(LISTED, null, null)), "abcde");
});

test("without one of everything, the others that are loaded stay selected", () => {
  const others = toggled(everything(LISTED, "*", 4000), LISTED, "c");
  assert.deepEqual([ids(others), others.query, countOf(others)], ["abde", null, 4]);
});

test("documents that are no longer listed are no longer selected", () => {
  const two = toggled(toggled(NONE, LISTED, "b"), LISTED, "d");
  assert.equal(ids(kept(two, ["a", "d"])), "d");
  assert.equal(kept(two, LISTED), two);
});

test("a change that was undone, is an undo or read again cannot be undone", () => {
  assert.ok(canUndo([job()], job()));
  const undo = job({ id: "2", undoes: "1" });
  assert.ok(isUndone([undo, job()], job()));
  for (const one of [undo, job({ state: "running" }), job({ skipped: 3 }), job({ changes: { read_again: true } })]) {
    assert.equal(canUndo([one], one), false);
  }
  assert.equal(canUndo([undo, job()], job()), false);
  assert.ok(canUndo([job({ id: "2", undoes: "1", state: "failed" }), job()], job()));
});

test("a page adds jobs once, and a job that changed is replaced", () => {
  const first = { ...INITIAL, ...withPage(INITIAL, { jobs: [job({ id: "2" }), job()], cursor: "x" }) };
  assert.deepEqual(
    withPage(first, { jobs: [job(), job({ id: "0" })], cursor: null }).jobs?.map(({ id }) => id),
    ["2", "1", "0"],
  );
  assert.equal(withJob(first, job({ done: 9 })).jobs[1]?.done, 9);
  assert.deepEqual(
    withJob(first, job({ id: "3" })).jobs.map(({ id }) => id),
    ["3", "2", "1"],
  );
});

test("typed names are separated by commas, without repetitions", () => {
  assert.deepEqual(namesIn("tag", " House, Tax 2024 ,,House"), ["House", "Tax 2024"]);
  setNames([/** @type {any} */ ({ id: "a", what: "tag", name: "Tax, 2026", aliases: [] })]);
  assert.deepEqual(namesIn("tag", "House, tax, 2026, Tax"), ["House", "tax, 2026", "Tax"]);
  assert.deepEqual(namesIn("sender", "tax, 2026"), ["tax", "2026"]);
  setNames([]);
});

test("a change says what it does, with the names of today", () => {
  setNames([
    {
      id: "t",
      what: "tag",
      name: "House",
      aliases: [],
      colour: null,
      parent_id: null,
      version: 1,
      created_at: "2026",
      type: null,
      options: [],
      keep_years: null,
    },
  ]);
  assert.equal(inWords({ add_tags: ["t"], sender: null }), "Tag added: House. Sender removed.");
  assert.equal(inWords({ in_trash: false }, "1"), "Undone: Restored from the trash.");
  assert.equal(
    inWords({ use_found: ["title", "document_date"] }),
    "Empty fields filled in from the text: Title, Date.",
  );
  assert.equal(inWords({ kind: "gone" }), "Kind set to “(deleted)”.");
});

test("a change has a key of its own, and a query its time zone", async () => {
  /** @type {any[][]} */
  const sent = [];
  /** @type {any} */
  const client = { request: async (/** @type {unknown[]} */ ...given) => (sent.push(given), { total: 1, job: job() }) };
  await startBulk(client, { query: "*" }, { in_trash: true });
  await startBulk(client, { ids: ["a"] }, { in_trash: true });
  const [[, , first], [, , second]] = sent;
  assert.notEqual(first.headers["Idempotency-Key"], second.headers["Idempotency-Key"]);
  assert.ok(first.body.zone && !second.body.zone);
});

test("a job is followed until it has ended", async () => {
  /** @type {number[]} */
  const seen = [];
  /** @type {any} */
  const api = { findJob: async () => job({ done: 3 }) };
  const ended = await followBulk(api, job({ state: "running", done: 1 }), ({ done }) => seen.push(done));
  assert.deepEqual([seen, ended.done], [[1], 3]);
});
