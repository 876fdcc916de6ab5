/** Adding facet filters to a query and removing them, where the API says that they are. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { keyOf, mayTick, ticked, tickedQuery, useful, withTick } from "../src/features/search/filters.js";

/** @typedef {import("../src/features/search/filters.js").Counted} Counted */

/**
 * Kinds as they are counted.
 * @param {string[]} selected
 * @param {[number, number][]} places
 * @returns {any}
 */
const kinds = (selected = [], places = []) => ({
  facet: "kind",
  field: null,
  places,
  values: ["Invoice", "Letter", "Tax return"].map((name) => ({
    id: name,
    name,
    count: 3,
    filter: name.includes(" ") ? `kind:"${name}"` : `kind:${name}`,
    selected: selected.includes(name),
  })),
});

/** @param {string} counted @param {any[]} facets @returns {Counted} */
const state = (counted, ...facets) => ({ counted, isCountedExact: false, facets, around: ["", ""], ticks: [] });

/**
 * The state with a tick more, or one taken back.
 * @param {Counted} counted
 * @param {number} at of the facet
 * @param {string} id
 * @returns {Counted}
 */
const tick = (counted, at, id) => ({ ...counted, ticks: withTick(counted.ticks, counted.facets[at], id) });

/** @type {[string, string, any, string, string, [string, string]?][]} */
const CASES = [
  ["a first value is added to the words", "rent 2024", kinds(), "Invoice", "rent 2024 kind:Invoice"],
  [
    "a second value makes alternatives",
    "rent kind:Invoice",
    kinds(["Invoice"], [[5, 17]]),
    "Tax return",
    'rent (kind:Invoice OR kind:"Tax return")',
  ],
  [
    "of two values one is left",
    "(kind:Invoice OR kind:Letter) rent",
    kinds(["Invoice", "Letter"], [[0, 29]]),
    "Invoice",
    "rent kind:Letter",
  ],
  ["the last value is removed", "art: invoice rent", kinds(["Invoice"], [[0, 12]]), "Invoice", "rent"],
  [
    "what remains on both sides is kept apart",
    "from:Power kind:Letter Ltd",
    kinds(["Letter"], [[11, 22]]),
    "Letter",
    "from:Power AND Ltd",
  ],
  [
    "two places are removed, and what overlaps once",
    "kind:Letter AND art:inv rent",
    kinds(
      ["Invoice", "Letter"],
      [
        [12, 23],
        [0, 15],
      ],
    ),
    "Letter",
    "rent kind:Invoice",
  ],
  ["places are code points", "\u{1f600} kind:Letter b", kinds(["Letter"], [[2, 13]]), "Letter", "\u{1f600} AND b"],
  [
    "what the API has no place for stays",
    "-kind:Letter  kind:(Invoice rent)",
    kinds(),
    "Invoice",
    "-kind:Letter  kind:(Invoice rent) kind:Invoice",
  ],
  ["alternatives get parentheses", "a OR b", kinds(), "Letter", "(a OR b) kind:Letter", ["(", ")"]],
  [
    "what is open is closed",
    'a kind:Letter "b',
    kinds(["Letter"], [[2, 13]]),
    "Invoice",
    'a AND "b" (kind:Invoice OR kind:Letter)',
    ["", '"'],
  ],
  [
    "what is open is taken out",
    "a kind:(Letter",
    kinds(["Letter"], [[2, 14]]),
    "Invoice",
    "a (kind:Invoice OR kind:Letter)",
    ["", ")"],
  ],
  [
    "without a filter after it, a query is as it was typed",
    'kind:Letter "b',
    kinds(["Letter"], [[0, 11]]),
    "Letter",
    '"b',
    ["", '"'],
  ],
  ["an empty query becomes the filter", "", kinds(), "Letter", "kind:Letter"],
  ["the only filter leaves nothing", "kind:Letter", kinds(["Letter"], [[0, 11]]), "Letter", ""],
];
for (const [what, query, facet, id, expected, around] of CASES) {
  const now = { ...state(query, facet), ...(around ? { around } : {}) };
  test(what, () => assert.equal(tickedQuery(tick(now, 0, id)), expected));
}

test("values of several facets are ticked before they are counted again", () => {
  const years = {
    facet: "year",
    field: null,
    places: [[12, 21]],
    values: [{ id: "2024", name: null, count: 1, filter: "date:2024", selected: true }],
  };
  let now = state("kind:Letter date:2024 rent", kinds(["Letter"], [[0, 11]]), years);
  now = tick(now, 0, "Invoice");
  assert.equal(tickedQuery(now), "date:2024 rent (kind:Invoice OR kind:Letter)");
  now = tick(now, 1, "2024");
  assert.equal(tickedQuery(now), "rent (kind:Invoice OR kind:Letter)");
  now = tick(now, 0, "Letter");
  assert.equal(tickedQuery(now), "rent kind:Invoice");
  const selected = ticked(now).map(({ values }) => values.filter((value) => value.selected).map(({ id }) => id));
  assert.deepEqual(selected, [["Invoice"], []]);

  now = tick(tick(tick(now, 0, "Letter"), 0, "Invoice"), 1, "2024");
  assert.equal(tickedQuery(now), "kind:Letter date:2024 rent");
  assert.deepEqual(ticked(now), now.facets);
});

test("values may be ticked for the query that was counted and those made of it by ticks, and not for one that was typed since", () => {
  const counted = state("rent", kinds());
  const next = tick(counted, 0, "Letter");
  assert.deepEqual(
    [counted, next].map((one) =>
      ["rent", "rent kind:Letter", "rent kind:"].map((query) => mayTick({ ...one, query, isExact: false })),
    ),
    [
      [true, false, false],
      [false, true, false],
    ],
  );
});

test("values may not be ticked whose counts are those of all forms of the words, when only the words as written are searched for", () => {
  const counted = { ...state("rent", kinds()), query: "rent" };
  const exactly = { ...counted, isCountedExact: true };
  assert.deepEqual(
    [counted, exactly].map((one) => [false, true].map((isExact) => mayTick({ ...one, isExact }))),
    [
      [true, false],
      [false, true],
    ],
  );
});

test("each field is a facet of its own", () => {
  /** @returns {any} */
  const field = (/** @type {string} */ id) => ({
    facet: "field",
    field: { id, name: id },
    places: [],
    values: [{ id: "Open", name: "Open", count: 3, filter: `field:${id}=Open`, selected: false }],
  });
  const now = state("", field("A"), field("B"));
  assert.equal(new Set(now.facets.map(keyOf)).size, 2);
  assert.equal(tickedQuery(tick(now, 1, "Open")), "field:B=Open");
});

test("facets in which all hits are the same are left out", () => {
  const facet = (/** @type {number} */ count, selected = false) =>
    /** @type {any} */ ({ facet: "has", values: [{ id: "text", count, selected }] });
  assert.deepEqual(
    [useful([facet(9)], 9).length, useful([facet(9, true)], 9).length, useful([facet(8)], 9).length],
    [0, 1, 1],
  );
});
