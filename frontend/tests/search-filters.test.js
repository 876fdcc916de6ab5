/** Adding facet filters to a query and removing them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { keyOf, useful, withToggled } from "../src/features/search/filters.js";
import { withChosen } from "../src/features/search/state.js";

/** @returns {any} */
const kinds = (/** @type {string[]} */ ...selected) => ({
  facet: "kind",
  written: [],
  values: ["Invoice", "Letter", "Tax return"].map((name) => ({
    id: name,
    name,
    count: 3,
    filter: name.includes(" ") ? `kind:"${name}"` : `kind:${name}`,
    selected: selected.includes(name),
  })),
});

/** @type {[string, string, any, string, string][]} */
const CASES = [
  ["a first value is added to the words", "rent 2024", kinds(), "Invoice", "rent 2024 kind:Invoice"],
  ["a second value makes alternatives", "rent kind:Invoice", kinds("Invoice"), "Tax return", 'rent (kind:Invoice OR kind:"Tax return")'],
  ["of two values one is left", "(kind:Invoice OR kind:Letter) rent", kinds("Invoice", "Letter"), "Invoice", "rent kind:Letter"],
  ["the last value is removed", "kind:Invoice rent", kinds("Invoice"), "Invoice", "rent"],
  ["a German spelling is removed, too", "art:invoice rent", kinds("Invoice"), "Invoice", "rent"],
  ["a quoted value is removed", 'rent kind:"tax return"', kinds("Tax return"), "Tax return", "rent"],
  ["what is excluded stays", "rent -kind:Letter", kinds(), "Invoice", "rent -kind:Letter kind:Invoice"],
  ["a value that the facet does not have stays", "kind:Other rent", kinds(), "Invoice", "kind:Other rent kind:Invoice"],
  ["an alternative among words stays", "rent OR kind:Letter", kinds(), "Invoice", "rent OR kind:Letter kind:Invoice"],
  ["an alternative in German stays", "Miete ODER kind:Letter", kinds(), "Invoice", "Miete ODER kind:Letter kind:Invoice"],
  ["alternatives in German are kinds", "(kind:Invoice ODER kind:Letter) Miete", kinds("Invoice", "Letter"), "Invoice", "Miete kind:Letter"],
  ["values after one name are alternatives, too", "kind:(Invoice OR Tax return) rent", kinds("Invoice", "Tax return"), "Invoice", 'rent kind:"Tax return"'],
  ["values with commas are alternatives, too", 'kind:invoice,"Tax return" rent', kinds("Invoice", "Tax return"), "Letter", 'rent (kind:Invoice OR kind:Letter OR kind:"Tax return")'],
  ["of values after one name, one that the facet does not have keeps them all", "kind:(Invoice OR Other)", kinds("Invoice"), "Letter", "kind:(Invoice OR Other) (kind:Invoice OR kind:Letter)"],
  ["an empty query becomes the filter", "", kinds(), "Letter", "kind:Letter"],
];
for (const [what, query, facet, id, expected] of CASES) {
  test(what, () => assert.equal(withToggled(query, facet, id), expected));
}

test("what selects values is removed however it is written", () => {
  const typed = (/** @type {string[]} */ ...written) => ({ ...kinds("Invoice"), written });
  assert.equal(withToggled("art: rechn rent", typed("art: rechn"), "Invoice"), "rent");
  assert.equal(withToggled("rent kind:(inv $&)", typed("kind:(inv $&)"), "Letter"), "rent (kind:Invoice OR kind:Letter)");
  assert.equal(withToggled("kind:Invoice kind:inv", typed("kind:inv", "kind:Invoice"), "Invoice"), "");
  assert.equal(withToggled("rent kind:Invoice", typed("art:inv"), "Invoice"), "rent");
  assert.equal(withToggled('(x)kind:"inv  o"', typed('kind:"inv  o"'), "Invoice"), "(x)");
  assert.equal(withToggled("kind:inv,x kind:inv", typed("kind:inv"), "Invoice"), "kind:inv,x");
});

test("what is removed is a part of its own, and not the same words within another part", () => {
  /** @returns {any} */
  const tags = (/** @type {string[]} */ ...written) => ({ facet: "tag", written, values: [{ id: "home", name: "home", count: 1, filter: "tag:home", selected: true }] });
  /** @type {[string, string][]} */
  const cases = [
    ["-tag:home-office tag:home", "-tag:home-office"],
    ["tag:home -tag:home", "-tag:home"],
    ['"tag:home run" tag:home', '"tag:home run"'],
    ['"a tag:home run" tag:home', '"a tag:home run"'],
    ["„a tag:home run“ tag:home", "„a tag:home run“"],
    ['tag:home "a tag:home run', '"a tag:home run'],
    ["(tag:home OR bill) tag:home", "(tag:home OR bill)"],
    ["(a tag:home b) tag:home", "(a tag:home b)"],
    ["-(a (b OR c) tag:home d) tag:home", "-(a (b OR c) tag:home d)"],
    ["tag:home NOT tag:home rent", "NOT tag:home rent"],
    ["NICHT tag:home tag:home", "NICHT tag:home"],
    ["KNOT tag:home rent", "KNOT rent"],
    ["rent) tag:home", "rent)"],
    ["a_tag:home tag:home", "a_tag:home"],
  ];
  for (const [query, expected] of cases) {
    assert.equal(withToggled(query, tags("tag:home"), "home"), expected);
    assert.equal(withToggled(query, tags(), "home"), expected, "before the response to an earlier choice");
  }
  assert.equal(withToggled("(tag:home OR bill) (tag:home OR tag: ho)", tags("(tag:home OR tag: ho)"), "home"), "(tag:home OR bill)");
  assert.equal(withToggled("tag:home NOT NOT tag:home", tags("tag:home", "tag:home"), "home"), "NOT NOT");
  assert.equal(withToggled('"a"tag:home(b) tag:  home', tags("tag:home", "tag:  home"), "home"), '"a"(b)');
});

test("a part is removed before one that it begins with", () => {
  const years = { facet: "year", written: ["date:January", "date:January to March 2024"], values: [{ id: "2024", name: null, count: 1, filter: "date:2024", selected: true }] };
  assert.equal(withToggled("date:January rent date:January to March 2024", /** @type {any} */ (years), "2024"), "rent");
});

/** @returns {any} */
const field = (/** @type {string} */ name, /** @type {string[]} */ ...selected) => ({
  facet: "field",
  field: { id: name, name },
  written: [],
  values: ["Open", "Paid up"].map((option) => ({
    id: option,
    name: option,
    count: 3,
    filter: `field:${name.includes(" ") ? `"${name}"` : name}=${option.includes(" ") ? `"${option}"` : option}`,
    selected: selected.includes(option),
  })),
});

test("values of a field are alternatives, and those of another field stay", () => {
  assert.equal(withToggled("rent field:Status=Open", field("My own"), "Paid up"), 'rent field:Status=Open field:"My own"="Paid up"');
  assert.equal(withToggled('field:"my own"="paid up" rent', field("My own", "Paid up"), "Open"), 'rent (field:"My own"=Open OR field:"My own"="Paid up")');
  assert.equal(withToggled('(field:"My own"=Open OR feld:"My own"="Paid up") field:Status=Open', field("My own", "Open", "Paid up"), "Open"), 'field:Status=Open field:"My own"="Paid up"');
  assert.equal(withToggled("field:Status=Open rent", field("Status", "Open"), "Open"), "rent");
  assert.equal(withToggled("field:Status>3", field("Status"), "Open"), "field:Status>3 field:Status=Open");
  assert.equal(withToggled("field:Status=op", field("Status", "Open"), "Paid up"), '(field:Status=Open OR field:Status="Paid up")');
});

test("a range of numbers takes the place of one that is written in another way, and a whole text leaves words of it", () => {
  /** @returns {any} */
  const of = (/** @type {string} */ filter, /** @type {string} */ id, /** @type {string} */ type) => ({ facet: "field", field: { id: "f", name: "My area", type }, written: [], values: [{ id, name: null, count: 3, filter, selected: false }] });
  const area = of('field:"My area"=10..49.99', "10..49.99", "number");
  assert.equal(withToggled('rent field:"my area">80', area, "10..49.99"), 'rent field:"My area"=10..49.99');
  assert.equal(withToggled('field:"My area" field:"My areas"=3 -field:"My area"<3', area, "10..49.99"), 'field:"My area" field:"My areas"=3 -field:"My area"<3 field:"My area"=10..49.99');
  const place = of('field:"My area"=="New York"', "new york", "text");
  assert.equal(withToggled('field:"My area"=="rome" field:"My area"=York', place, "new york"), 'field:"My area"=York field:"My area"=="New York"');
});

test("each field is a facet of its own", () => {
  const facets = [field("A"), field("B")];
  assert.equal(new Set(facets.map(keyOf)).size, 2);
  const chosen = withChosen(/** @type {any} */ ({ facets }), keyOf(facets[1]), "Open");
  assert.deepEqual(chosen.facets.map(({ values }) => values[0]?.selected), [false, true]);
});

test("a filter of the same name with another meaning stays", () => {
  const years = { facet: "year", written: [], values: [{ id: "2024", name: null, count: 1, filter: "date:2024", selected: false }] };
  assert.equal(withToggled("date:2024-06", /** @type {any} */ (years), "2024"), "date:2024-06 date:2024");
  const selected = { ...years, written: ["date:2024"], values: [{ ...years.values[0], selected: true }] };
  assert.equal(withToggled("date:2024-06 date:2024", /** @type {any} */ (selected), "2024"), "date:2024-06");
});

test("facets in which all hits are the same are left out", () => {
  const facet = (/** @type {number} */ count, selected = false) => /** @type {any} */ ({ facet: "has", values: [{ id: "text", count, selected }] });
  assert.deepEqual([useful([facet(9)], 9).length, useful([facet(9, true)], 9).length, useful([facet(8)], 9).length], [0, 1, 1]);
});
