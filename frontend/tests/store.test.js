import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../src/api/store.js";

/** @returns {any} */
const card = (/** @type {number} */ version, more = {}) => ({ id: "a", version, state: "received", ...more });

test("an older version that arrives later is ignored", () => {
  const store = new Store();
  store.put(card(3));
  assert.equal(store.put(card(2)).version, 3);
  assert.equal(store.get("a")?.version, 3);
});

test("subscribers receive changes, and only changes", () => {
  const store = new Store();
  /** @type {number[]} */
  const received = [];
  const unsubscribe = store.subscribe(({ version }) => received.push(version));
  store.put(card(1));
  store.put(card(1));
  store.put(card(2));
  unsubscribe();
  store.put(card(3));
  assert.deepEqual(received, [1, 2]);
});

test("a refused change is taken back after a list has brought the same version", () => {
  const store = new Store();
  /** @type {string[]} */
  const shown = [];
  store.subscribe(({ title }) => shown.push(title));
  store.put(card(1, { title: "Old" }));
  const takeBack = store.expect(card(1, { title: "Old" }), { title: "New" });

  assert.equal(store.put(card(1, { title: "Old", thumbnail: "renewed" })).title, "New");
  assert.equal(store.get("a")?.title, "New");
  takeBack();

  assert.deepEqual(shown, ["Old", "New", "Old"]);
  assert.deepEqual(store.get("a"), card(1, { title: "Old", thumbnail: "renewed" }));
});

test("of two changes that are being saved, only the refused one is taken back, and none after a newer version", () => {
  const store = new Store();
  store.put(card(1, { title: "Old" }));
  const takeBackTitle = store.expect(card(1, { title: "Old" }), { title: "New" });
  const takeBackDate = store.expect(card(1, { title: "New" }), { document_date: "2026-01-02" });
  takeBackTitle();
  assert.deepEqual(store.get("a"), card(1, { title: "Old", document_date: "2026-01-02" }));

  store.put(card(2, { title: "Newest" }));
  takeBackDate();
  assert.deepEqual(store.get("a"), card(2, { title: "Newest" }));
});

test("a listener that fails neither stops the others nor the change, and is reported", async () => {
  const store = new Store();
  /** @type {string[]} */
  const seen = [];
  store.subscribe(() => {
    throw new Error("broken");
  });
  store.subscribe(({ id }) => seen.push(id));
  const reported = new Promise((resolve) => {
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => {
      for (const listener of before) process.on("uncaughtException", listener);
      resolve(error.message);
    });
  });

  assert.equal(store.put(card(1)).id, "a");

  assert.deepEqual(seen, ["a"]);
  assert.equal(await reported, "broken");
});
