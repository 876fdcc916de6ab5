import assert from "node:assert/strict";
import { test } from "node:test";

import { isSameLine, placed } from "../src/features/document/word-layer.js";

/** The style of a word on a page that is twice as high as it is wide; each letter is half as wide as it is high. */
const style = (
  /** @type {import("../src/features/document/word-layer.js").Box} */ box,
  /** @type {number} */ angle,
  /** @type {number} */ letters,
) => placed(box, angle, letters / 2, 0.5);

test("a word covers its box, whatever the size of the page", () => {
  // Half of the page's width is a quarter of its height: 2,500 for letters of 1,000, five times as long as one letter.
  assert.deepEqual(style([1000, 2000, 5000, 1000], 0, 5), {
    left: "10%",
    top: "20%",
    "font-size": "10cqh",
    transform: "rotate(0deg) scaleX(1.0000)",
  });
});

test("a word of another width is stretched to its box", () => {
  assert.match(style([0, 0, 5000, 1000], 0, 10).transform, /scaleX\(0\.5000\)/u);
});

test("a turned word begins in the corner where it is read from", () => {
  const corner = (/** @type {number} */ angle) => [
    style([1000, 2000, 400, 3000], angle, 5).left,
    style([1000, 2000, 400, 3000], angle, 5).top,
  ];

  assert.deepEqual(corner(90), ["14.000000000000002%", "20%"]);
  assert.deepEqual(corner(180), ["14.000000000000002%", "50%"]);
  assert.deepEqual(corner(270), ["10%", "50%"]);
  // Its height is the width of the box: 400 ten-thousandths of the width are 2 % of the height.
  assert.equal(style([1000, 2000, 400, 3000], 90, 5)["font-size"], "2cqh");
});

test("words beside each other are on one line, those below are not", () => {
  assert.equal(isSameLine([0, 0, 900, 100], [1000, 10, 500, 80], 0), true);
  assert.equal(isSameLine([1000, 0, 900, 100], [0, 120, 500, 80], 0), false);
  assert.equal(isSameLine([1000, 0, 900, 100], [0, 10, 500, 80], 0), false);
  assert.equal(isSameLine([500, 0, 100, 900], [510, 1000, 80, 500], 90), true);
  assert.equal(isSameLine([500, 2000, 100, 900], [510, 1000, 80, 500], 270), true);
});
