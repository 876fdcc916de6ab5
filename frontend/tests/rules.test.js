import assert from "node:assert/strict";
import { test } from "node:test";

import { valuesIn } from "../src/features/rules/field-actions.js";
import { actionsIn, besides, moved, sorted } from "../src/features/rules/state.js";
import { newNamesInWords } from "../src/features/rules/words.js";

const RULES = /** @type {any[]} */ (["a", "b", "c"].map((id) => ({ id })));
const IDS = /** @type {Record<string, string>} */ ({ "tag House": "T1", "tag Car": "T2", "sender Telekom": "S1" });

/** @param {Record<string, string>} fields */
const read = (fields) =>
  actionsIn(
    (name) => fields[name] ?? "",
    (what, name) => IDS[`${what} ${name}`],
  );

test("a rule moves by one place, and not beyond the ends", () => {
  assert.deepEqual(moved(RULES, "c", -1), ["a", "c", "b"]);
  assert.deepEqual(moved(RULES, "a", -1), ["a", "b", "c"]);
  assert.deepEqual(moved(RULES, "c", 1), ["a", "b", "c"]);
  assert.deepEqual(moved(RULES, "gone", 1), ["a", "b", "c"]);
  assert.deepEqual(
    sorted(RULES, ["c", "a", "b"]).map(({ id }) => id),
    ["c", "a", "b"],
  );
});

test("the focus goes to the neighbour of a rule that is gone", () => {
  assert.equal(besides(RULES, RULES[0])?.id, "b");
  assert.equal(besides(RULES, RULES[2])?.id, "b");
  assert.equal(besides([RULES[0]], RULES[0]), undefined);
});

test("a form becomes actions, and unknown names are listed", () => {
  assert.deepEqual(
    read({ tags: "House, House, Zoo,", sender: "Telekom", document_date: "found", title: "{date}", inbox: "file" }),
    {
      actions: { add_tags: ["T1"], sender: "S1", document_date: "found", title: "{date}", inbox: false },
      missing: [{ what: "tag", name: "Zoo" }],
    },
  );
  assert.deepEqual(read({}), { actions: {}, missing: [] });
  assert.deepEqual(read({ inbox: "put" }).actions, { inbox: true });
});

test("the trash goes with nothing else", () => {
  assert.deepEqual(read({ trash: "on", tags: "House" }), { actions: { in_trash: true }, missing: [] });
});

test("values of the library's own fields are read by their types, and those that the form does not have are kept", () => {
  const fields = /** @type {any[]} */ ([
    { id: "f1", name: "Floor", type: "number" },
    { id: "f2", name: "Owned", type: "boolean" },
    { id: "f3", name: "Status", type: "choice", options: [] },
    { id: "f4", name: "Rent", type: "money" },
  ]);
  const typed = (/** @type {Record<string, string>} */ values) => (/** @type {string} */ name) => values[name] ?? "";

  assert.deepEqual(
    valuesIn(typed({ "field-f1": "3", "field-f2": "false", "field-f3": "o1" }), fields, {
      link: "D1",
      f4: { amount: 1, currency: "EUR" },
    }),
    {
      values: { f1: 3, f2: false, f3: "o1", link: "D1" },
      wrong: "",
    },
  );
  assert.equal(valuesIn(typed({ "field-f1": "three" }), fields, {}).wrong, "Floor: This is not a number.");
  assert.equal(
    valuesIn(typed({ "field-f4": "12.50" }), fields, {}).wrong,
    "Rent: Add the currency to the amount: 12.50 EUR.",
  );
  assert.deepEqual(
    actionsIn(
      () => "",
      () => undefined,
      { f1: 3 },
    ).actions,
    { custom_fields: { f1: 3 } },
  );
});

test("a trial shows what names would change that are created with the rule", () => {
  const names = /** @type {import("../src/features/rules/state.js").NewName[]} */ ([
    { what: "tag", name: "Tax" },
    { what: "tag", name: "2026" },
    { what: "sender", name: "Power Ltd" },
    { what: "kind", name: "Invoice" },
  ]);

  assert.deepEqual(newNamesInWords(names, { sender: null, kind: "k1" }), ["Tag: Tax, 2026", "Sender: Power Ltd"]);
  assert.deepEqual(newNamesInWords([], { sender: null, kind: null }), []);
});
