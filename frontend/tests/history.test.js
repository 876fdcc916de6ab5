import assert from "node:assert/strict";
import { test } from "node:test";

import { INITIAL, isShown, programOf, tagsOf, withPage } from "../src/features/history/state.js";

const entry = (/** @type {object} */ fields) =>
  /** @type {any} */ ({ event: "edited", changes: [], without_values: [], ...fields });

test("steps of the program are not shown, changes of fields are", () => {
  assert.equal(isShown(entry({ event: "work_started" })), false);
  assert.equal(isShown(entry({ event: "created" })), true);
  assert.equal(isShown(entry({ changes: [{ field: "title", before: "A", after: "B" }] })), true);
  assert.equal(isShown(entry({ without_values: ["title"] })), true);
});

test("tags that stayed are neither added nor removed", () => {
  assert.deepEqual(tagsOf({ field: "tags", before: ["a", "b"], after: ["b", "c"] }), { added: ["c"], removed: ["a"] });
});

test("an imported change of another program has its name, and those made here are Docloft's", () => {
  const actor = (/** @type {string | null} */ name) => /** @type {any} */ ({ kind: "program", name, is_me: false });
  const imported = /** @type {any} */ ({ at: "2026-01-01T00:00:00Z", by: actor(null) });
  assert.equal(programOf({ actor: actor("paperless-ngx"), imported }), "paperless-ngx");
  assert.equal(programOf({ actor: actor(null), imported }), "Docloft");
  assert.equal(programOf({ actor: actor("worker"), imported: null }), "Docloft");
});

test("a further page continues the list", () => {
  const first = { ...INITIAL, ...withPage(INITIAL, { entries: [entry({ id: "2" })], cursor: "next" }) };
  const both = withPage(first, { entries: [entry({ id: "1" })], cursor: null });
  assert.deepEqual([both.entries?.map(({ id }) => id), both.cursor], [["2", "1"], null]);
});
