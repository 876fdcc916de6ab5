import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { marksAcross, marksOf } from "../src/features/document/terms.js";
import { pieces } from "../src/ui/marks.js";

const shownIn = (/** @type {string} */ text, /** @type {{ text: string, whole: boolean }[]} */ terms) =>
  pieces(text, marksOf(text, terms))
    .filter((piece) => piece.marked)
    .map((piece) => piece.text);
const term = (/** @type {string} */ text, whole = true) => ({ text, whole });

// packages/shared/tests/search/test_marks.py tests the API with the same cases.
for (const { page, query, terms, marked } of JSON.parse(readFileSync(new URL("terms.json", import.meta.url), "utf8"))) {
  test(`a text layer is marked like the page: ${query} in ${JSON.stringify(page)}`, () => {
    assert.deepEqual(shownIn(page, terms), marked);
  });
}

test("a term is marked as a whole word only", () => {
  assert.deepEqual(shownIn("rent renewed Renault rendered parent", [term("rent")]), ["rent"]);
});

test("white space inside a run of a dense script, and a run around it, do not hide it", () => {
  assert.deepEqual(shownIn("古い処 刑記録です", [term("処刑", false)]), ["処 刑"]);
});

test("overlapping terms make one mark", () => {
  assert.deepEqual(shownIn("office desk lamp", [term("office desk"), term("desk lamp")]), ["office desk lamp"]);
});

test("without terms, nothing is marked", () => {
  assert.deepEqual(marksOf("anything", []), []);
  assert.deepEqual(marksOf("anything", [term("")]), []);
});

const shownOf = (/** @type {{ text: string, ends: boolean }[]} */ runs, /** @type {string[]} */ words) =>
  marksAcross(
    runs,
    words.map((word) => term(word)),
  ).map((marks, index) =>
    pieces(runs[index].text, marks)
      .filter((piece) => piece.marked)
      .map((piece) => piece.text),
  );

test("a word that a PDF has in two runs is marked in both", () => {
  const runs = [
    { text: "Your Inv", ends: false },
    { text: "oice 4711", ends: true },
    { text: "Thank you", ends: true },
  ];
  assert.deepEqual(shownOf(runs, ["invoice"]), [["Inv"], ["oice"], []]);
});

test("a word does not continue across a line end", () => {
  const runs = [
    { text: "Net", ends: true },
    { text: "work 👩‍👩 network", ends: false },
  ];
  assert.deepEqual(shownOf(runs, ["network"]), [[], ["network"]]);
});
