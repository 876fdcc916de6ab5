import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../src/api/store.js";

/** @returns {any} */
const card = (version, more = {}) => ({ id: "a", version, state: "received", ...more });

test("an older version that arrives later is ignored", () => {
  const store = new Store();
  store.put(card(3));
  assert.equal(store.put(card(2)).version, 3);
  assert.equal(store.get("a").version, 3);
});

test("subscribers receive changes, and only changes", () => {
  const store = new Store();
  const received = [];
  const unsubscribe = store.subscribe(({ version }) => received.push(version));
  store.put(card(1));
  store.put(card(1));
  store.put(card(2));
  unsubscribe();
  store.put(card(3));
  assert.deepEqual(received, [1, 2]);
});
