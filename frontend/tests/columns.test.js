import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { choices, labelOf, orderBy, savedColumns, shownColumns, withColumn } from "../src/features/library/columns.js";
import { cell, summary } from "../src/features/library/cells.js";
import { readOrder, startOf } from "../src/features/library/rows-order.js";
import { setNames } from "../src/ui/names.js";
import { installTabs } from "./browser.js";

/** @returns {any} */
const field = (
  /** @type {string} */ id,
  /** @type {string} */ name,
  /** @type {string} */ type,
  options = /** @type {object[]} */ ([]),
) => ({ id, what: "field", name, aliases: [], type, options });
const FIELDS = [
  field("F1", "Contract", "document"),
  field("F2", "Deposit", "money"),
  field("F3", "Status", "choice", [{ id: "o", name: "Open" }]),
];

/** @type {import("./browser.js").Tabs} */
let browser;
beforeEach(() => {
  browser = installTabs();
  setNames(FIELDS);
});
afterEach(() => browser.restore());

/** The text of a template, without the values of its attributes. @param {any} markup @returns {string} */
function wordsOf(markup) {
  if (Array.isArray(markup)) return markup.map(wordsOf).join("");
  if (markup?.strings) return markup.values.map(wordsOf).join(" ");
  return typeof markup === "string" || typeof markup === "number" ? String(markup) : "";
}

/** @returns {any} */
const document = (/** @type {object} */ values) => ({
  amount: null,
  currency: null,
  due_date: null,
  custom_fields: {},
  ...values,
});

test("a field of the library is a column that can be chosen, and the browser keeps it", () => {
  assert.deepEqual(choices().slice(-3).map(labelOf), ["Contract", "Deposit", "Status"]);

  withColumn(withColumn(["sender"], "field:F3"), "due");

  assert.deepEqual(shownColumns(savedColumns()), ["sender", "due", "field:F3"]);
});

test("a column of a field that was deleted is not shown, and comes back with the field", () => {
  const chosen = withColumn(["sender"], "field:F2");
  setNames([]);
  assert.deepEqual(shownColumns(chosen), ["sender"]);
  const changed = withColumn(chosen, "size");
  setNames(FIELDS);
  assert.deepEqual(shownColumns(changed), ["sender", "size", "field:F2"]);
});

test("a field of another name is in its place among the others", () => {
  const chosen = withColumn(withColumn([], "field:F3"), "field:F1");
  assert.deepEqual(shownColumns(chosen).map(labelOf), ["Contract", "Status"]);
});

test("a value is written as on the page of its document", () => {
  assert.match(
    wordsOf(cell("field:F2", document({ custom_fields: { F2: { amount: 12050, currency: "EUR" } } }))),
    /€120\.50/,
  );
  assert.match(wordsOf(cell("field:F3", document({ custom_fields: { F3: "o" } }))), /Open/);
  assert.match(
    wordsOf(cell("field:F1", document({ custom_fields: { F1: "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z" } }))),
    /\/documents\/01JDA0ZQ5T8M3N7K2V4W6X8Y9Z/,
  );
  assert.doesNotMatch(wordsOf(cell("field:F3", document({}))), /deleted|undefined/);
});

test("amount and due date are columns, too", () => {
  assert.match(wordsOf(cell("amount", document({ amount: 4891327, currency: "EUR" }))), /€48,913\.27/);
  assert.match(wordsOf(cell("amount", document({ amount: 500 }))), /5\.00/);
  assert.match(wordsOf(cell("due", document({ due_date: "2025-03-31" }))), /2025/);
});

test("in a narrow window the last columns are left out, and titles keep their room", () => {
  const chosen = /** @type {const} */ (["sender", "kind", "date", "pages", "tags", "field:F3"]);
  assert.deepEqual(shownColumns(chosen, 60).length, 6);
  assert.deepEqual(shownColumns(chosen, 47), ["sender", "kind", "date", "pages", "tags"]);
  assert.deepEqual(shownColumns(chosen, 10), []);
});

test("a narrow window shows the value that rows are sorted by, and the date where that has none", () => {
  const bill = document({
    document_date: "2025-02-20",
    created_at: "2025-03-14T08:00:00Z",
    due_date: "2025-03-31",
    amount: 4891327,
    currency: "EUR",
    pages: 2,
    size: 1000,
    sender: null,
    kind: null,
  });
  assert.match(summary(bill, "date"), /20 Feb 2025|Feb 20, 2025/);
  assert.match(summary(bill, "due"), /Due .*Mar/);
  assert.match(summary(bill, "amount"), /€48,913\.27/);
  assert.match(summary(bill, "added"), /14/);
  assert.match(summary({ ...bill, due_date: null }, "due"), /Feb/);
});

test("rows are sorted by the values of a field, except by its document", () => {
  const id = (/** @type {string} */ letter) => `01JDA0ZQ5T8M3N7K2V4W6X8Y9${letter}`;
  setNames([
    field(id("A"), "Deposit", "money"),
    field(id("B"), "Contract", "document"),
    field(id("C"), "Status", "choice"),
  ]);

  assert.equal(orderBy(`field:${id("A")}`), `field:${id("A")}`);
  assert.equal(orderBy(`field:${id("B")}`), undefined);
  assert.equal(orderBy("tags"), undefined);
  assert.deepEqual(startOf(`field:${id("A")}`), { field: `field:${id("A")}`, isDescending: true });
  assert.deepEqual(startOf(`field:${id("C")}`), { field: `field:${id("C")}`, isDescending: false });
  assert.deepEqual(readOrder(`-field:${id("A")}`), startOf(`field:${id("A")}`));
  assert.deepEqual(readOrder("field:nonsense"), readOrder(null));
  assert.match(
    summary(
      document({
        created_at: "2025-03-14T08:00:00Z",
        custom_fields: { [id("A")]: { amount: 12050, currency: "EUR" } },
      }),
      `field:${id("A")}`,
    ),
    /Deposit €120\.50/,
  );
});
