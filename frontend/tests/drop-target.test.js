import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { listenForDrops } from "../src/features/uploads/drop-target.js";
import { installBrowser } from "./browser.js";

/** @type {import("./browser.js").Browser} */
let browser;
/** @type {boolean} */
let isOver;
/** @type {DataTransfer[]} */
let dropped;

beforeEach(() => {
  browser = installBrowser();
  isOver = false;
  dropped = [];
  listenForDrops(
    (now) => (isOver = now),
    (transfer) => dropped.push(transfer),
  );
});

afterEach(() => browser.restore());

/**
 * Dispatches an event as it reaches the window from an element.
 * @param {string} type
 * @param {object} target
 * @returns {boolean} whether the page accepts the files
 */
function drag(type, target, types = ["Files"]) {
  const event = Object.assign(new Event(type, { cancelable: true }), { dataTransfer: { types } });
  Object.defineProperty(event, "target", { value: target });
  return !browser.window.dispatchEvent(event);
}

test("files over the page are covered until they leave the window", () => {
  const [list, row] = [{}, {}];

  drag("dragenter", list);
  drag("dragenter", row);
  drag("dragleave", list);
  assert.equal(isOver, true);

  drag("dragleave", row);
  assert.equal(isOver, false);
});

test("an element that is removed under the files leaves no cover behind", () => {
  const [skeleton, list] = [{}, {}];

  // The skeleton is replaced when the list arrives, so it is never left.
  drag("dragenter", skeleton);
  drag("dragenter", list);
  drag("dragleave", list);

  assert.equal(isOver, false);
});

test("files are accepted as soon as they enter an element", () => {
  assert.equal(drag("dragenter", {}), true);
  assert.equal(drag("dragover", {}), true);
});

test("dropped files are passed on and the cover is removed", () => {
  drag("dragenter", {});
  drag("drop", {});

  assert.equal(isOver, false);
  assert.equal(dropped.length, 1);
});

test("dragged text is left to the browser", () => {
  assert.equal(drag("dragenter", {}, ["text/plain"]), false);
  assert.equal(drag("drop", {}, ["text/plain"]), false);

  assert.equal(isOver, false);
  assert.deepEqual(dropped, []);
});
