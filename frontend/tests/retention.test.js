import assert from "node:assert/strict";
import { test } from "node:test";
import "./browser.js";

const { setNames } = await import("../src/ui/names.js");
const { isExpired, keptUntil, PERMANENT, today, yearsAfter } = await import("../src/ui/retention.js");
const { INITIAL, isEmpty, withChanged, withPage } = await import("../src/features/retention/state.js");
const { oldTrash } = await import("../src/features/trash/actions.js");

const NAME = { aliases: ["old"], colour: null, parent_id: null, version: 1, created_at: "", type: null, options: [] };
setNames([
  { ...NAME, id: "bill", what: "kind", name: "Bill", keep_years: 10 },
  { ...NAME, id: "other", aliases: [], what: "kind", name: "Other", keep_years: null },
]);

/** @returns {any} */
const paper = (values = {}) => ({
  id: "1",
  kind: "bill",
  document_date: "2015-03-13",
  keep_until: null,
  created_at: "2020-01-01T12:00:00.000Z",
  trashed_at: null,
  ...values,
});

test("a document is kept for the years of its kind, or until its own day", () => {
  assert.equal(keptUntil(paper()), "2025-03-13");
  assert.equal(keptUntil(paper({ kind: "old" })), "2025-03-13");
  assert.equal(keptUntil(paper({ document_date: null })), "2030-01-01");
  assert.equal(keptUntil(paper({ keep_until: "2020-01-01" })), "2020-01-01");
  assert.deepEqual([keptUntil(paper({ kind: "other" })), keptUntil(paper({ kind: null }))], [null, null]);
});

test("people are asked from the next day on, as the search finds it", () => {
  assert.deepEqual([isExpired(paper(), "2025-03-13"), isExpired(paper(), "2025-03-14")], [false, true]);
  assert.equal(isExpired(paper({ keep_until: PERMANENT }), "2999-01-01"), false);
  assert.equal(isExpired(paper({ trashed_at: "2025-01-01" }), "2025-03-14"), false);
  assert.equal(isExpired(paper({ kind: "other" }), "2999-01-01"), false);
});

test("years later is the same day, or the last one of February", () => {
  assert.deepEqual(
    [yearsAfter("2024-02-29", 1), yearsAfter("2024-02-29", 4), yearsAfter("2026-11-29", 10)],
    ["2025-02-28", "2028-02-29", "2036-11-29"],
  );
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("what was decided about leaves the list, and comes back when that is undone", () => {
  const one = paper();
  const other = paper({ id: "2" });
  let state = {
    ...INITIAL,
    ...withPage(INITIAL, { documents: [one, other, paper({ id: "3", keep_until: PERMANENT })], total: 3 }, 60),
  };
  assert.deepEqual([state.documents.map(({ id }) => id), state.cursor], [["1", "2"], null]);
  state = { ...state, ...withChanged(state, { ...one, keep_until: PERMANENT }) };
  state = { ...state, ...withChanged(state, { ...other, trashed_at: "2026-01-01" }) };
  assert.ok(isEmpty(state));
  state = { ...state, ...withChanged(state, one) };
  assert.deepEqual(state.documents, [one]);
  assert.deepEqual(withChanged(state, paper({ id: "9", kind: null })), {});
});

test("further pages follow while there are some, without repetitions", () => {
  let state = { ...INITIAL, ...withPage(INITIAL, { documents: [paper()], total: 90 }, 60) };
  assert.equal(state.cursor, "60");
  state = { ...state, ...withPage(state, { documents: [paper(), paper({ id: "2" })], total: 90 }, 60) };
  assert.deepEqual([state.documents.length, state.cursor], [2, null]);
});

test("what was decided about before the next page is loaded makes that page skip nothing", () => {
  let state = { ...INITIAL, ...withPage(INITIAL, { documents: [paper(), paper({ id: "2" })], total: 4 }, 2) };
  state = { ...state, ...withChanged(state, paper({ keep_until: PERMANENT })) };
  assert.equal(state.cursor, "1");
  state = { ...state, ...withPage(state, { documents: [paper({ id: "3" }), paper({ id: "4" })], total: 3 }, 2) };
  assert.deepEqual([state.documents.map(({ id }) => id), state.cursor], [["2", "3", "4"], null]);
});

test("old trash is what was moved there more than thirty days ago", () => {
  assert.equal(oldTrash(Date.UTC(2026, 10, 29, 12)), "is:trash trashed:<2026-10-30");
});
