import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder, isAtRisk, moved, newItem, startable, summary } from "../src/features/uploads/state.js";

/** @returns {import("../src/features/uploads/state.js").Item} */
const item = (/** @type {import("../src/features/uploads/state.js").Status} */ status, more = {}) => ({
  ...newItem(status, { name: `${status}.pdf`, size: 100 }),
  status,
  ...more,
});

test("an upload goes from waiting to ready by every step", () => {
  let one = newItem("a", { name: "a.pdf", size: 1 });
  for (const status of /** @type {const} */ (["hashing", "sending", "processing", "ready"])) one = moved(one, status);
  assert.equal(one.status, "ready");
});

test("a response after cancelling changes nothing", () => {
  const cancelled = moved(item("sending"), "cancelled");
  assert.equal(moved(cancelled, "processing"), cancelled);
  assert.equal(moved(cancelled, "ready").status, "cancelled");
});

test("a finished upload cannot be cancelled", () => {
  const ready = item("ready");
  assert.equal(moved(ready, "cancelled"), ready);
});

test("a retry starts from the beginning", () => {
  const again = moved(item("failed", { share: 0.7, message: "No.", documentId: "x", retryable: true }), "waiting");
  assert.deepEqual([again.share, again.message, again.documentId, again.retryable], [0, "", "", false]);
});

test("no more uploads start than may run at once", () => {
  const items = [item("sending"), item("hashing"), item("waiting"), item("waiting"), item("waiting"), item("ready")];
  assert.equal(startable(items, 4).length, 2);
  assert.equal(startable(items, 2).length, 0);
});

test("a thousand files start four at a time", () => {
  const items = Array.from({ length: 1000 }, (_, index) => newItem(String(index), { name: "x", size: 1 }));
  assert.equal(startable(items, 4).length, 4);
});

test("closing the page needs confirmation only while something would be lost", () => {
  assert.deepEqual(
    /** @type {const} */ ([
      "waiting",
      "hashing",
      "sending",
      "processing",
      "ready",
      "failed",
      "cancelled",
      "duplicate",
    ]).filter((status) => isAtRisk(item(status))),
    ["waiting", "hashing", "sending"],
  );
});

test("the summary counts bytes, not files", () => {
  const { open, done, trouble, share } = summary([
    item("ready", { size: 300 }),
    item("sending", { size: 100, share: 0.5 }),
    item("failed", { size: 0 }),
  ]);
  assert.deepEqual([open, done, trouble], [1, 1, 1]);
  assert.equal(share, 0.875);
});

test("problems come first in a long list", () => {
  const order = inOrder([item("ready"), item("waiting"), item("sending"), item("failed")]).map(({ status }) => status);
  assert.deepEqual(order, ["failed", "sending", "waiting", "ready"]);
});
