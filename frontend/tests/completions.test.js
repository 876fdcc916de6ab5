import assert from "node:assert/strict";
import { test } from "node:test";

import { lastWord, offered, withCompletion } from "../src/features/search/completions.js";

/** @returns {any} */
const one = (
  /** @type {string} */ kind,
  /** @type {string} */ text,
  query = text,
  id = /** @type {string | null} */ (null),
) => ({ kind, text, query, document_id: id });

for (const [query, word] of [
  ["inv", "inv"],
  ["power inv", "inv"],
  ["bill -dra", "dra"],
  ["(gas OR ele", "ele"],
  ["ü", ""],
  ["power ", ""],
  ["inv*", ""],
  ["kind:inv", ""],
  ['"annual me', ""],
  ['"annual meeting" of', "of"],
]) {
  test(`of “${query}”, “${word}” is completed`, () => assert.equal(lastWord(query), word));
}

test("a completion takes the place of the last word", () => {
  assert.equal(withCompletion("power inv", one("kind", "Invoice", "kind:Invoice")), "power kind:Invoice");
  assert.equal(withCompletion("bill -dra", one("word", "draft")), "bill -draft");
});

test("names and words are offered before titles, without what has been typed", () => {
  const found = [
    one("kind", "Invoice", "kind:Invoice"),
    one("title", "Invoice 1", "", "a"),
    one("title", "Invoice 2", "", "b"),
    one("title", "Invoice 3", "", "c"),
    one("word", "invoice"),
    one("word", "invoices"),
  ];

  assert.deepEqual(
    offered(found, "Invoice").map(({ text }) => text),
    ["Invoice", "invoices", "Invoice 1", "Invoice 2"],
  );
  assert.deepEqual(offered(found, "Invoice "), []);
});
