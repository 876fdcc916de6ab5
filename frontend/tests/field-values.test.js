import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { inWords } from "../src/features/bulk-work/words.js";
import { fieldName, numbersInWords, valueInWords } from "../src/ui/field-values.js";
import { nameWith, setNames } from "../src/ui/names.js";

/** @returns {any} */
const field = (/** @type {string} */ type, more = {}) => ({
  id: type,
  what: "field",
  name: `A ${type}`,
  aliases: [],
  type,
  options: [],
  ...more,
});

beforeEach(() =>
  setNames([
    field("number"),
    field("money"),
    field("date"),
    field("boolean"),
    field("choice", { options: [{ id: "o", name: "Open" }] }),
    field("link"),
    field("document"),
  ]),
);

test("a value is written as its field's type says", () => {
  const words = (/** @type {string | null} */ type, /** @type {unknown} */ value) =>
    valueInWords(nameWith(type), value);
  assert.equal(words("number", -1234.5), "-1,234.5");
  assert.equal(words("money", { amount: -123456, currency: "EUR" }), "-€1,234.56");
  assert.match(words("date", "2024-05-01"), /2024/);
  assert.deepEqual([words("boolean", true), words("boolean", false)], ["Yes", "No"]);
  assert.equal(words("choice", "o"), "Open");
  assert.equal(words("link", "https://example.org"), "https://example.org");
  assert.equal(words("document", "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"), "a document");
});

test("a range of numbers has its limits", () => {
  assert.deepEqual(
    ["-1234.5", "1000..49999.99", "..0", "50.."].map((range) => numbersInWords(range)),
    ["-1,234.5", "1,000 – 49,999.99", "up to 0", "from 50"],
  );
  assert.deepEqual(
    ["120.5", "900", "..49.9"].map((range) => numbersInWords(range, true)),
    ["120.50", "900", "up to 49.90"],
  );
});

test("a value that refers to something deleted says so", () => {
  assert.equal(valueInWords(nameWith("choice"), "gone"), "(deleted option)");
  assert.equal(fieldName("gone"), "(deleted field)");
  assert.equal(valueInWords(undefined, { amount: 5, currency: "EUR" }), '{"amount":5,"currency":"EUR"}');
});

test("a bulk change of fields is described by their names", () => {
  assert.equal(
    inWords({ custom_fields: { boolean: false, number: null } }),
    "A boolean set to “No”. A number removed.",
  );
});
