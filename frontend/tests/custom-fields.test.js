import assert from "node:assert/strict";
import { test } from "node:test";

import {
  fieldsWith,
  initialState,
  otherFields,
  shownFields,
  unknownDocuments,
  withTitles,
} from "../src/features/custom-fields/state.js";
import { mayOpen, valueOf, written } from "../src/ui/field-input.js";

/** @returns {any} */
const field = (/** @type {string} */ id, type = "text") => ({
  id,
  what: "field",
  name: id.toUpperCase(),
  type,
  options: [],
});
/** @returns {any} */
const doc = (/** @type {string} */ id, custom_fields = {}) => ({ id, custom_fields, title: id });
const FIELDS = [field("a"), field("b", "document"), field("c", "document")];

test("fields with a value are shown, and the one that is being added; the others can be added", () => {
  const state = { ...initialState(doc("1", { a: "x", gone: "y" })), adding: "c" };
  assert.deepEqual(
    shownFields(state, FIELDS).map(({ id }) => id),
    ["a", "c"],
  );
  assert.deepEqual(
    otherFields(state, FIELDS).map(({ id }) => id),
    ["b"],
  );
});

test("documents that are values are asked for once, and one that is missing was deleted", () => {
  const state = initialState(doc("1", { a: "x", b: "2", c: "3" }));
  assert.deepEqual(unknownDocuments(state, FIELDS), ["2", "3"]);
  const known = { ...state, ...withTitles(state, ["2", "3"], [doc("2")]) };
  assert.equal(known.titles.get("2")?.title, "2");
  assert.equal(known.titles.get("3"), null);
  assert.deepEqual(unknownDocuments(known, FIELDS), []);
});

test("a document that links to this one says by which fields", () => {
  assert.deepEqual(fieldsWith(doc("2", { b: "1", c: "9" }), "1", FIELDS), ["B"]);
});

test("what a person types becomes a value of the field's type", () => {
  const read = (
    /** @type {import("../api.js").Name["type"]} */ type,
    /** @type {string} */ typed,
    currency = /** @type {string | null} */ (null),
  ) => valueOf({ type }, typed, currency);
  assert.deepEqual(read("number", "1.5"), { value: 1.5 });
  assert.ok("wrong" in read("number", "many"));
  assert.deepEqual(read("money", "12.50 EUR"), { value: { amount: 1250, currency: "EUR" } });
  assert.deepEqual(read("money", "12", "CHF"), { value: { amount: 1200, currency: "CHF" } });
  assert.ok("wrong" in read("money", "12"));
  assert.deepEqual(read("boolean", "false"), { value: false });
  assert.deepEqual(
    ["example.org/a", "a@example.org", "http://example.org"].map((typed) => read("link", typed)),
    [{ value: "https://example.org/a" }, { value: "mailto:a@example.org" }, { value: "http://example.org" }],
  );
  for (const type of /** @type {const} */ (["text", "number", "money", "date", "choice", "link"]))
    assert.deepEqual(read(type, ""), { value: null });
});

test("a value is edited as it can be typed again", () => {
  for (const [type, value] of /** @type {[any, unknown][]} */ ([
    ["number", -1234.5],
    ["money", { amount: -123456, currency: "EUR" }],
    ["text", "x"],
  ])) {
    assert.deepEqual(valueOf({ type }, written({ type }, value)), { value });
  }
  assert.equal(written({ type: "text" }, null), "");
});

test("only addresses of pages and e-mails are opened", () => {
  assert.deepEqual(["https://a", "mailto:a@b", "javascript:alert(1)", "data:text/html,x"].map(mayOpen), [
    true,
    true,
    false,
    false,
  ]);
});
