import assert from "node:assert/strict";
import { test } from "node:test";

import { SAVED, shownTags, without } from "../src/features/filing/state.js";

const NAMES = [
  { id: "H", name: "House" },
  { id: "C", name: "Car" },
];
/** @returns {any} */
const nameWith = (/** @type {string} */ id) =>
  NAMES.find((one) => one.id === id || (id === "merged" && one.id === "C"));
/** @returns {any} */
const tagNamed = (/** @type {string} */ text) => NAMES.find(({ name }) => name.toLowerCase() === text.toLowerCase());
const shown = (/** @type {string[]} */ tags, unsaved = SAVED) =>
  shownTags(tags, unsaved, nameWith, tagNamed).map(({ name, id }) => [name, id]);

test("tags are shown before they are saved, and those that are being removed are not", () => {
  assert.deepEqual(shown(["H"], { added: ["car", "Garden"], removed: [] }), [
    ["House", "H"],
    ["Car", undefined],
    ["Garden", undefined],
  ]);
  assert.deepEqual(shown(["H", "C"], { added: [], removed: ["H"] }), [["Car", "C"]]);
});

test("a tag is shown once: one that was merged, one that is added twice, one that is saved by now", () => {
  assert.deepEqual(shown(["C", "merged"]), [["Car", "C"]]);
  assert.deepEqual(shown(["H"], { added: ["house", "HOUSE", "Garden", "Garden"], removed: [] }), [
    ["House", "H"],
    ["Garden", undefined],
  ]);
});

test("a tag that other people have removed from the library is not shown", () => {
  assert.deepEqual(shown(["unknown"]), []);
});

test("a tag that is removed and added again is shown", () => {
  assert.deepEqual(shown(["H"], { added: ["House"], removed: ["H"] }), [["House", undefined]]);
});

test("of two equal ones, one is left", () => {
  assert.deepEqual(without(["a", "b", "a"], "a"), ["b", "a"]);
  assert.deepEqual(without(["a"], "b"), ["a"]);
});
