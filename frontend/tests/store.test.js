import assert from "node:assert/strict";
import { test } from "node:test";

import { isFinal, Store } from "../src/api/store.js";

const card = (version, more = {}) => ({ id: "a", version, state: "received", ...more });

test("an older answer that comes later is not believed", () => {
  const store = new Store();
  store.put(card(3));
  assert.equal(store.put(card(2)).version, 3);
  assert.equal(store.get("a").version, 3);
});

test("views hear of changes, and only of changes", () => {
  const store = new Store();
  const heard = [];
  const silence = store.listen(({ version }) => heard.push(version));
  store.put(card(1));
  store.put(card(1));
  store.put(card(2));
  silence();
  store.put(card(3));
  assert.deepEqual(heard, [1, 2]);
});

test("ready, failed and rejected are the ends", () => {
  const states = ["awaiting_upload", "received", "working", "ready", "failed", "rejected"];
  assert.deepEqual(
    states.filter((state) => isFinal({ state })),
    ["ready", "failed", "rejected"],
  );
});
