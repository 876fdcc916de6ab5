import assert from "node:assert/strict";
import { test } from "node:test";

import * as arrivals from "../src/features/library/arrivals.js";
import { sectionsOfGroups } from "../src/features/library/row-groups.js";
import * as orders from "../src/features/library/rows-order.js";
import * as rows from "../src/features/library/rows-state.js";
import { titleOf } from "../src/ui/search-address.js";

const SIZES = { row: 36, heading: 36 };
/** @type {import("../src/features/library/rows-order.js").Order} */
const NEWEST = { field: "date", isDescending: true };
const COUNTED = {
  total: 80_000,
  months: [
    { month: "2026-02", count: 100, filter: "date:2026-02" },
    { month: "2026-01", count: 9000, filter: "date:2026-01" },
    { month: "2025-12", count: 70_000, filter: "date:2025-12" },
  ],
};

test("documents without a date are the last section, in both directions", () => {
  const keys = (/** @type {boolean} */ isDescending) =>
    rows.sectionsOf(COUNTED, { ...NEWEST, isDescending }).map(({ key }) => key);
  assert.deepEqual(keys(true), ["2026-02", "2026-01", "2025-12", "undated"]);
  assert.deepEqual(keys(false), ["2025-12", "2026-01", "2026-02", "undated"]);
});

test("a section has as many rows as the API lists of it", () => {
  assert.deepEqual(
    rows.sectionsOf(COUNTED, NEWEST).map(({ count }) => count),
    [100, 9000, rows.DEEPEST, 900],
  );
});

test("an order without months is one section, which has no heading", () => {
  const sections = rows.sectionsOf({ ...COUNTED, total: 7 }, { field: "title", isDescending: false });
  assert.deepEqual(
    sections.map(({ key, count }) => [key, count]),
    [["all", 7]],
  );
  assert.equal(rows.windowOf(sections, { first: 0, last: 1000 }, SIZES).height, 7 * 36);
});

test("senders are sections in the order of the alphabet, and documents without one come last", () => {
  const group = (/** @type {string} */ name, /** @type {number} */ count) => ({
    id: `id of ${name}`,
    name,
    count,
    filter: `from:${name}`,
  });
  const counted = { total: 20, groups: [group("Zoo", 1), group("Öl", 4), group("bank 10", 2), group("Bank 9", 3)] };
  const shown = (/** @type {boolean} */ isDescending) =>
    sectionsOfGroups(counted, { field: "sender", isDescending }).map(({ name, count, filter }) => [
      name,
      count,
      filter,
    ]);
  const named = [
    ["Bank 9", 3, "from:Bank 9"],
    ["bank 10", 2, "from:bank 10"],
    ["Öl", 4, "from:Öl"],
    ["Zoo", 1, "from:Zoo"],
  ];
  assert.deepEqual(shown(false), [...named, [undefined, 10, "-has:from"]]);
  assert.deepEqual(shown(true), [...named.reverse(), [undefined, 10, "-has:from"]]);
  assert.deepEqual(sectionsOfGroups({ total: 0, groups: [] }, { field: "kind", isDescending: false }), []);
});

test("an order by name is kept, begins with A, and lists the newest first within a name", () => {
  const order = orders.startOf("kind");
  assert.deepEqual(orders.readOrder(orders.written(order)), { field: "kind", isDescending: false });
  assert.equal(orders.writtenWithin(order), "-date");
  assert.deepEqual(
    [orders.written(orders.startOf("due")), orders.written(orders.startOf("amount"))],
    ["due", "-amount"],
  );
  assert.equal(orders.writtenWithin(orders.startOf("title")), "title");
});

test("only rows near the window are shown, however long the list is", () => {
  const sections = rows.sectionsOf(COUNTED, NEWEST);
  for (const first of [0, 3000, 100_000, 700_000]) {
    const { shown, height } = rows.windowOf(sections, { first, last: first + 2000 }, SIZES);
    const count = shown.reduce((sum, { from, to }) => sum + to - from, 0);
    assert.ok(count <= 2000 / 36 + 2, `${count} rows at ${first}`);
    assert.equal(height, (100 + 9000 + 50_000 + 900) * 36 + 4 * 36);
    for (const { top, from, to } of shown) {
      assert.ok(top + 36 + from * 36 <= first + 2000 && top + 36 + to * 36 >= Math.min(first, top + 36));
    }
  }
});

test("the pages of missing rows are requested once each, including those that were dropped from memory", () => {
  const [section, ...rest] = rows.sectionsOf(COUNTED, NEWEST);
  assert.ok(section);
  const sections = [{ ...section, ids: ["a", "b"] }, ...rest];
  const shown = rows.windowOf(sections, { first: 0, last: 1500 }, SIZES).shown;
  assert.deepEqual(
    rows.missingPages(sections, shown, () => true),
    [{ section: 0, offset: 0 }],
  );
  const loaded = rows.withLoaded(
    sections,
    0,
    0,
    Array.from({ length: 100 }, (_, at) => `id ${at}`),
  );
  assert.deepEqual(
    rows.missingPages(loaded, shown, () => true),
    [],
  );
  assert.deepEqual(
    rows.missingPages(loaded, shown, (id) => id !== "id 3"),
    [{ section: 0, offset: 0 }],
  );
});

test("a page that is shorter than counted ends its section", () => {
  const sections = rows.withLoaded(rows.sectionsOf(COUNTED, NEWEST), 0, 0, ["a", "b"]);
  assert.deepEqual(
    sections.map(({ count }) => count),
    [2, 9000, 50_000, 900],
  );
});

test("the rows below a document that leaves move up", () => {
  const sections = rows.withLoaded(
    rows.sectionsOf(COUNTED, NEWEST),
    0,
    0,
    Array.from({ length: 100 }, (_, at) => `id ${at}`),
  );
  const left = rows.withoutRow(sections, "id 4");
  assert.equal(left[0]?.count, 99);
  assert.deepEqual(rows.placeOf(left, "id 5"), { section: 0, place: 4 });
  assert.equal(rows.placeOf(left, "id 4"), null);
});

test("the row below a document that is gone becomes active, and the one above it at the end", () => {
  const sections = rows.withLoaded(
    rows.sectionsOf({ total: 3, months: [{ month: "2026-02", count: 3, filter: "date:2026-02" }] }, NEWEST),
    0,
    0,
    ["a", "b", "c"],
  );
  const without = (/** @type {string[]} */ ids, /** @type {string | null} */ active) =>
    rows.withoutGone(sections, active, (id) => ids.includes(id));
  assert.deepEqual(
    [without(["b"], "b").active, without(["b", "c"], "b").active, without(["b"], "a").active],
    ["c", "a", "a"],
  );
  const none = without(["a", "b", "c"], "b");
  assert.equal(none.active, null);
  assert.deepEqual(rows.windowOf(none.sections, { first: 0, last: 1000 }, SIZES), { shown: [], height: 0 });
});

test("a list of one filter is called by its value, and any other by its query", () => {
  const titles = {
    'from:"Stadtwerke GmbH"': "Stadtwerke GmbH",
    "date:2026": "2026",
    'tag:"  "': 'tag:"  "',
    "rent from:bank": "rent from:bank",
    '-tag:"a"': '-tag:"a"',
  };
  for (const [query, title] of Object.entries(titles)) assert.equal(titleOf(query), title);
});

test("an order that this release does not know is the newest first", () => {
  assert.deepEqual(orders.readOrder(orders.written({ field: "title", isDescending: false })), {
    field: "title",
    isDescending: false,
  });
  for (const unknown of [null, "", "-colour", "date desc"]) assert.deepEqual(orders.readOrder(unknown), NEWEST);
});

test("moving crosses months and stops at both ends", () => {
  const sections = rows.sectionsOf(COUNTED, NEWEST);
  assert.deepEqual(rows.moved(sections, { section: 0, place: 99 }, 1), { section: 1, place: 0 });
  assert.deepEqual(rows.moved(sections, { section: 1, place: 0 }, -1), { section: 0, place: 99 });
  assert.deepEqual(rows.moved(sections, { section: 0, place: 0 }, -1), { section: 0, place: 0 });
  assert.deepEqual(rows.moved(sections, { section: 0, place: 0 }, Infinity), { section: 3, place: 899 });
  assert.deepEqual(rows.moved(sections, { section: 3, place: 5 }, -Infinity), { section: 0, place: 0 });
  assert.equal(rows.numberOf(sections, { section: 1, place: 0 }), 101);
});

test("the place of a row in pixels is where the window shows it", () => {
  const sections = rows.sectionsOf(COUNTED, NEWEST);
  const top = rows.topOf(sections, { section: 1, place: 50 }, SIZES);
  const [shown] = rows.windowOf(sections, { first: top, last: top + 1 }, SIZES).shown;
  assert.deepEqual([shown?.index, shown?.from], [1, 50]);
});

test("years have their first section and the number of their documents", () => {
  assert.deepEqual(rows.yearsOf(rows.sectionsOf(COUNTED, NEWEST)), [
    { year: "2026", section: 0, count: 9100 },
    { year: "2025", section: 2, count: 50_000 },
  ]);
});

test("a second click on a heading reverses the order, and titles begin with A", () => {
  assert.deepEqual(orders.sortedBy(NEWEST, "date"), { field: "date", isDescending: false });
  assert.deepEqual(orders.sortedBy(NEWEST, "title"), { field: "title", isDescending: false });
  assert.equal(orders.written(NEWEST), "-date");
});

test("what was read a moment ago is listed until the index has it", () => {
  const now = Date.parse("2026-11-29T10:00:00Z");
  const document = (/** @type {string} */ id, /** @type {object} */ facts) =>
    /** @type {any} */ ({ id, state: "ready", trashed_at: null, updated_at: "2026-11-29T09:59:30Z", ...facts });
  const documents = [
    document("fresh", {}),
    document("indexed", {}),
    document("old", { updated_at: "2026-11-29T09:00:00Z" }),
    document("busy", { state: "working", updated_at: "2026-11-29T09:00:00Z" }),
    document("trashed", { trashed_at: "2026-11-29T09:59:00Z" }),
    document("refused", { state: "rejected" }),
  ];
  const sections = rows.withLoaded(rows.sectionsOf(COUNTED, NEWEST), 0, 0, ["indexed"]);
  assert.deepEqual(arrivals.arrivingOf(documents, sections, now), ["fresh", "busy"]);
  const sizes = { row: 36, heading: 40 };
  const placed = [{ ...sections[0], ids: ["fresh", "busy"], count: 2 }];
  assert.deepEqual(arrivals.waitingOf(["fresh", "busy"], /** @type {any} */ (placed)), []);
  assert.equal(arrivals.waitingHeight([], /** @type {any} */ (sizes)), 0);
});
