import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../src/ui/marks.js";

test("offsets count code points, not the halves of an emoji", () => {
  const found = pieces("👩‍👩 the badger", [[8, 14]]);
  assert.deepEqual(
    found.filter((piece) => piece.marked).map((piece) => piece.text),
    ["badger"],
  );
});

test("overlapping marks and marks outside the text are dropped, and no text is lost", () => {
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
