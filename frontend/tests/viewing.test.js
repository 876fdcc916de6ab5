import assert from "node:assert/strict";
import { test } from "node:test";

import { isInSight, windowOf } from "../src/features/document/strip-window.js";
import { canZoomBy, scaleOf, turned, turnedSize, viewingOf, within, zoomed } from "../src/features/document/viewing.js";

const A4 = { width: 794, height: 1123 };
const WINDOW = { width: 1000, height: 800 };

test("a page is fitted whole by default, and to the width on request", () => {
  assert.equal(viewingOf().size, "page");
  assert.equal(scaleOf("page", A4, WINDOW), 800 / 1123);
  assert.equal(scaleOf("width", A4, WINDOW), 1000 / 794);
  assert.equal(scaleOf(1.5, A4, WINDOW), 1.5);
});

test("a wide page is fitted to the width, because it would not be seen whole otherwise", () => {
  assert.equal(scaleOf("page", { width: 2000, height: 100 }, WINDOW), 0.5);
});

test("a small picture is not enlarged to fit, but by zooming", () => {
  const stamp = { width: 40, height: 30 };
  assert.equal(scaleOf("page", stamp, WINDOW, 1), 1);
  assert.equal(scaleOf("width", stamp, WINDOW, 1), 1);
  assert.equal(scaleOf(4, stamp, WINDOW, 1), 4);
});

test("zooming begins at the scale that is shown, and ends at the largest and smallest one", () => {
  const fitted = viewingOf({ scale: 0.71 });
  assert.equal(zoomed(fitted, 1).size, 0.8);
  assert.equal(zoomed(fitted, -1).size, 0.67);
  assert.equal(zoomed(viewingOf({ scale: 0.8 }), 1).size, 1);
  assert.ok(!canZoomBy(viewingOf({ scale: 4 }), 1) && canZoomBy(viewingOf({ scale: 4 }), -1));
  assert.ok(!canZoomBy(viewingOf({ scale: 0.1 }), -1));
});

test("four turns restore the view, and a turned page swaps its sides", () => {
  let view = viewingOf();
  const turns = [1, 2, 3, 4].map(() => (view = turned(view)).turn);
  assert.deepEqual(turns, [90, 180, 270, 0]);
  assert.deepEqual(turnedSize(A4, 270), { width: 1123, height: 794 });
  assert.deepEqual(turnedSize(A4, 180), A4);
});

test("a page that does not exist is the nearest one that does", () => {
  assert.deepEqual(
    [0, -3, 5, 99, Number.NaN, 2.7].map((page) => within(page, 9)),
    [1, 1, 5, 9, 1, 2],
  );
});

test("of two thousand pages only the visible ones are elements", () => {
  for (const top of [0, 1, 136 * 1000, 136 * 2000 - 700, 1e9, -50]) {
    const { first, last } = windowOf({ top, height: 700, entry: 136, count: 2000 });
    assert.ok(first >= 1 && last <= 2000 && first <= last && last - first < 16, `${top}: ${first} to ${last}`);
  }
  const { first, last } = windowOf({ top: 136 * 1000, height: 700, entry: 136, count: 2000 });
  assert.ok(first <= 1001 && last >= 1006);
  assert.deepEqual(windowOf({ top: 0, height: 700, entry: 136, count: 2 }), { first: 1, last: 2 });
});

test("an entry is in sight when all of it is", () => {
  const place = { top: 136, height: 272, entry: 136 };
  assert.deepEqual(
    [1, 2, 3, 4].map((number) => isInSight(number, place)),
    [false, true, true, false],
  );
});
