import assert from "node:assert/strict";
import { test } from "node:test";

import { actionsIn, besides, moved, sorted } from "../src/features/rules/state.js";

const RULES = /** @type {any[]} */ (["a", "b", "c"].map((id) => ({ id })));
const IDS = /** @type {Record<string, string>} */ ({ "tag House": "T1", "tag Car": "T2", "sender Telekom": "S1" });

/** @param {Record<string, string>} fields */
const read = (fields) => actionsIn((name) => fields[name] ?? "", (what, name) => IDS[`${what} ${name}`]);

test("a rule moves by one place, and not beyond the ends", () => {
  assert.deepEqual(moved(RULES, "c", -1), ["a", "c", "b"]);
  assert.deepEqual(moved(RULES, "a", -1), ["a", "b", "c"]);
  assert.deepEqual(moved(RULES, "c", 1), ["a", "b", "c"]);
  assert.deepEqual(moved(RULES, "gone", 1), ["a", "b", "c"]);
  assert.deepEqual(sorted(RULES, ["c", "a", "b"]).map(({ id }) => id), ["c", "a", "b"]);
});

test("the focus goes to the neighbour of a rule that is gone", () => {
  assert.equal(besides(RULES, RULES[0])?.id, "b");
  assert.equal(besides(RULES, RULES[2])?.id, "b");
  assert.equal(besides([RULES[0]], RULES[0]), undefined);
});

test("a form becomes actions, and unknown names are listed", () => {
  assert.deepEqual(read({ tags: "House, House, Zoo,", sender: "Telekom", document_date: "found", title: "{date}", inbox: "file" }), {
    actions: { add_tags: ["T1"], sender: "S1", document_date: "found", title: "{date}", inbox: false },
    missing: [{ what: "tag", name: "Zoo" }],
  });
  assert.deepEqual(read({}), { actions: {}, missing: [] });
  assert.deepEqual(read({ inbox: "put" }).actions, { inbox: true });
});

test("the trash goes with nothing else", () => {
  assert.deepEqual(read({ trash: "on", tags: "House" }), { actions: { in_trash: true }, missing: [] });
});
