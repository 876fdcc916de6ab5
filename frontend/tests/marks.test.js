import assert from "node:assert/strict";
import { test } from "node:test";

import { marksAcross, marksOf, wordsOf } from "../src/features/document/marks.js";
import { pieces } from "../src/ui/marks.js";

test("offsets count code points, not the halves of an emoji", () => {
  const found = pieces("👩‍👩 the badger", [[8, 14]]);
  assert.deepEqual(
    found.filter((piece) => piece.marked).map((piece) => piece.text),
    ["badger"],
  );
});

test("overlapping and foreign marks are dropped, the text stays whole", () => {
  const text = "one two three";
  const found = pieces(text, [
    [4, 7],
    [5, 9],
    [90, 99],
    [3, 3],
  ]);
  assert.equal(found.map((piece) => piece.text).join(""), text);
  assert.equal(found.filter((piece) => piece.marked).length, 1);
});

test("operators, filters and what was left out are not words to mark", () => {
  assert.deepEqual(wordsOf('invoice -draft tag:tax "office desk" OR from:Bob'), ["invoice", "office", "desk"]);
});

test("words are marked whatever their accents, case and ending", () => {
  const text = "Die Größe der Rechnungen";
  const found = marksOf(text, ["grosse".replace("ss", "ß"), "rechnung"]);
  assert.deepEqual(
    pieces(text, found)
      .filter((piece) => piece.marked)
      .map((piece) => piece.text),
    ["Größe", "Rechnungen"],
  );
});

test("no words mark nothing", () => {
  assert.deepEqual(marksOf("anything", []), []);
});

const shownOf = (runs, words) =>
  marksAcross(runs, words).map((marks, index) =>
    pieces(runs[index].text, marks)
      .filter((piece) => piece.marked)
      .map((piece) => piece.text),
  );

test("a word that a PDF holds in two runs is marked in both", () => {
  const runs = [
    { text: "Your Inv", ends: false },
    { text: "oice 4711", ends: true },
    { text: "Thank you", ends: true },
  ];
  assert.deepEqual(shownOf(runs, ["invoice"]), [["Inv"], ["oice"], []]);
});

test("a word does not go on over the end of a line", () => {
  const runs = [
    { text: "Net", ends: true },
    { text: "work 👩‍👩 network", ends: false },
  ];
  assert.deepEqual(shownOf(runs, ["network"]), [[], ["network"]]);
});
