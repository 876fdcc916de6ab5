import assert from "node:assert/strict";
import { test } from "node:test";

import { fileName } from "../src/features/capture/actions.js";
import { detect } from "../src/features/capture/detect.js";
import { flatten } from "../src/features/capture/flatten.js";
import { pdfOf } from "../src/features/capture/pdf.js";
import { area, flatSize, isPage, moved, projection, turned, WHOLE } from "../src/features/capture/geometry.js";
import {
  INITIAL,
  MOST_PAGES,
  newPage,
  quarterTurn,
  withMoved,
  withoutPage,
  withPages,
} from "../src/features/capture/state.js";

/**
 * @typedef {import("../src/features/capture/geometry.js").Corners} Corners
 * @typedef {import("../src/features/capture/geometry.js").Point} Point
 * @typedef {(x: number, y: number) => number} Colour
 */

/** @type {Corners} */
const SHEET = [
  { x: 0.2, y: 0.15 },
  { x: 0.85, y: 0.22 },
  { x: 0.9, y: 0.88 },
  { x: 0.12, y: 0.8 },
];

/**
 * A picture with the colour `colour(x, y)` at each point; x and y are shares of its width and height.
 * @param {number} width
 * @param {number} height
 * @param {Colour} colour
 */
function picture(width, height, colour) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const grey = colour(((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height);
    data.set([grey, grey, grey, 255], at * 4);
  }
  return { data, width, height };
}

/**
 * Where a place of the picture is on the sheet with these corners, from 0 to 1; null outside. Found by trying, not by
 * the formula.
 * @param {Corners} corners
 * @param {number} x
 * @param {number} y
 */
function onSheet(corners, x, y) {
  const inside = corners.every((from, index) => {
    const to = corners[(index + 1) % 4];
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });
  return inside;
}

const near = (
  /** @type {readonly Point[]} */ corners,
  /** @type {readonly Point[]} */ expected,
  /** @type {number} */ most,
) =>
  corners.forEach(({ x, y }, index) =>
    assert.ok(Math.hypot(x - expected[index].x, y - expected[index].y) < most, `corner ${index}: ${x}, ${y}`),
  );

test("the projection maps the square to the corners, straight lines to straight lines, and its diagonals to the crossing", () => {
  const { a, b, c, d, e, f, g, h } = projection(SHEET);
  const at = (/** @type {number} */ u, /** @type {number} */ v) => ({
    x: (a * u + b * v + c) / (g * u + h * v + 1),
    y: (d * u + e * v + f) / (g * u + h * v + 1),
  });
  near([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], SHEET, 1e-9);

  const [p, q, r, s] = SHEET;
  const middle = at(0.5, 0.5);
  for (const [from, to] of [
    [p, r],
    [q, s],
  ]) {
    assert.ok(Math.abs((to.x - from.x) * (middle.y - from.y) - (to.y - from.y) * (middle.x - from.x)) < 1e-9);
  }
});

test("a picture whose corners are its own is returned as it is", async () => {
  const original = picture(30, 20, (x, y) => Math.round(255 * x * y));
  const same = await flatten(original, WHOLE, 100, async () => {});

  assert.deepEqual([same.width, same.height], [30, 20]);
  assert.deepEqual([...same.data], [...original.data]);
});

test("a slanted sheet becomes a rectangle: its halves meet in a straight line in the middle", async () => {
  const { a, b, c, d, e, f, g, h } = projection(SHEET);
  /** @type {any} */
  const left = [
    SHEET[0],
    { x: (a * 0.5 + c) / (g * 0.5 + 1), y: (d * 0.5 + f) / (g * 0.5 + 1) },
    { x: (a * 0.5 + b + c) / (g * 0.5 + h + 1), y: (d * 0.5 + e + f) / (g * 0.5 + h + 1) },
    SHEET[3],
  ];
  const photo = picture(400, 400, (x, y) => (onSheet(left, x, y) ? 50 : 220));
  const flat = await flatten(photo, SHEET, 300, async () => {});

  for (let row = 2; row < flat.height - 2; row += 7) {
    const grey = (/** @type {number} */ share) => flat.data[(row * flat.width + Math.floor(share * flat.width)) * 4];
    assert.ok(grey(0.1) === 50 && grey(0.48) === 50, `row ${row}`);
    assert.ok(grey(0.52) === 220 && grey(0.9) === 220, `row ${row}`);
  }
});

test("the flattened page is never larger than allowed, nor larger than in the photo", async () => {
  let rests = 0;
  const photo = picture(700, 900, () => 9);
  const small = await flatten(photo, WHOLE, 450, async () => void rests++);

  assert.deepEqual([small.width, small.height], [350, 450]);
  assert.ok(rests >= 3);
  assert.deepEqual(flatSize(WHOLE, { width: 700, height: 900 }, 5000), { width: 700, height: 900 });
});

test("corners that would cross make no page, so a corner stays where it was", () => {
  assert.ok(isPage(SHEET));
  assert.equal(moved(SHEET, 0, { x: 0.95, y: 0.95 }), SHEET);
  assert.deepEqual(moved(SHEET, 0, { x: -3, y: 0.1 })[0], { x: 0, y: 0.1 });
  assert.ok(!isPage([SHEET[0], SHEET[2], SHEET[1], SHEET[3]]));
});

test("four quarter turns bring corners back, and the first one stays the top left of what is seen", () => {
  near(turned(turned(turned(turned(SHEET)))), SHEET, 1e-9);
  assert.ok(isPage(turned(SHEET)));
  assert.ok(Math.abs(area(turned(SHEET)) - area(SHEET)) < 1e-9);
  const first = turned(SHEET)[0];
  assert.ok(first.x < 0.5 && first.y < 0.5);
});

test("the corners of paper on a table are found, whatever is written on it", () => {
  const photo = picture(180, 240, (x, y) => {
    if (!onSheet(SHEET, x, y)) return 70 + 20 * x;
    return Math.floor(y * 40) % 3 === 0 && x > 0.3 && x < 0.7 && Math.floor(x * 90) % 2 ? 40 : 215;
  });
  near(detect(photo), SHEET, 0.02);
});

/** @type {[string, Colour][]} */
const PICTURES = [
  ["without contrast", (x, y) => (onSheet(SHEET, x, y) ? 130 : 115)],
  ["of one colour", () => 200],
  ["of a small bright thing", (x, y) => (Math.hypot(x - 0.5, y - 0.5) < 0.1 ? 240 : 40)],
  ["of a round thing", (x, y) => (Math.hypot(x - 0.5, y - 0.5) < 0.4 ? 240 : 40)],
  ["of a sheet that is nearly all of it", (x) => (x > 0.005 ? 240 : 20)],
];
for (const [what, colour] of PICTURES) {
  test(`for a picture ${what} the whole of it is proposed`, () => {
    assert.equal(detect(picture(120, 160, colour)), WHOLE);
  });
}

const withThree = () => ({
  ...INITIAL,
  ...withPages(
    INITIAL,
    ["a", "b", "c"].map((key) => newPage(key, new Blob())),
  ),
});
const keys = (/** @type {Pick<import("../src/features/capture/state.js").State, "pages">} */ { pages }) =>
  pages.map(({ key }) => key).join("");

test("pages are added up to the limit, moved and removed, and the neighbour of a removed one is shown", () => {
  const state = withThree();
  assert.equal(state.chosen, "a");
  assert.equal(keys(withMoved(state, "a", 1)), "bac");
  assert.equal(keys(withMoved(state, "a", -1)), "abc");
  assert.deepEqual([keys(withoutPage(state, "b")), withoutPage(state, "b").chosen], ["ac", "c"]);
  assert.equal(withoutPage(state, "c").chosen, "b");
  const many = Array.from({ length: MOST_PAGES + 5 }, (_, index) => newPage(String(index), new Blob()));
  assert.equal(withPages(state, many).pages.length, MOST_PAGES);
});

test("without pages the camera is shown again", () => {
  /** @type {any} */
  const one = { ...INITIAL, step: "pages", ...withPages(INITIAL, [newPage("a", new Blob())]) };
  assert.deepEqual(withoutPage(one, "a"), { pages: [], chosen: "", step: "camera" });
});

test("a turned page keeps its corners on the same paper", () => {
  const page = { ...newPage("a", new Blob()), corners: SHEET, turns: 3 };
  assert.deepEqual(quarterTurn(page), { turns: 0, corners: turned(SHEET) });
});

test("the PDF has a page for each picture with its bytes, and its table says where each object is", async () => {
  const jpegs = [new Uint8Array([255, 216, 1, 2, 255, 217]), new Uint8Array([255, 216, 10, 13, 255, 217, 0])];
  const pictures = [
    { jpeg: new Blob([jpegs[0]]), width: 1000, height: 1414 },
    { jpeg: new Blob([jpegs[1]]), width: 200, height: 100 },
  ];
  const bytes = Buffer.from(await pdfOf(pictures).arrayBuffer());
  const text = bytes.toString("latin1");

  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [head, ...entries] = text.slice(table).split("trailer")[0].split("\n").slice(1, -1);
  assert.equal(head, `0 ${entries.length}`);
  assert.equal(entries.length, 2 + 2 * 3 + 1);
  entries.slice(1).forEach((entry, index) => {
    assert.equal(entry.length, 19);
    assert.ok(text.slice(Number(entry.slice(0, 10))).startsWith(`${index + 1} 0 obj\n`), entry);
  });
  for (const jpeg of jpegs) {
    const start = bytes.indexOf(jpeg);
    assert.ok(text.slice(0, start).endsWith(`/Length ${jpeg.length} >>\nstream\n`));
    assert.ok(text.slice(start + jpeg.length).startsWith("\nendstream"));
  }
  assert.deepEqual(
    [...text.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, wide, high]) => [wide, high]),
    [
      ["595.40", "841.89"],
      ["841.89", "420.95"],
    ],
  );
});

test("a document made at midnight has the hour 00 in its name, in every language", () => {
  assert.equal(fileName(new Date(2026, 10, 9, 0, 5)), "Scan 2026-11-09 00.05.pdf");
});
