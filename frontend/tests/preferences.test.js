import assert from "node:assert/strict";
import test from "node:test";

import { isZone, prefer, preference, zone } from "../src/api/preferences.js";
import { hasBegun } from "../src/features/first-steps/actions.js";
import { GROUPS, written } from "../src/features/shortcuts/actions.js";
import { inOrder } from "../src/ui/strings.js";

/** @param {() => void} run with a browser's storage, which is empty */
function withStorage(run) {
  const stored = new Map();
  const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  const storage = {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
    removeItem: (/** @type {string} */ key) => stored.delete(key),
  };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  try {
    run();
  } finally {
    if (before) Object.defineProperty(globalThis, "localStorage", before);
    else Reflect.deleteProperty(globalThis, "localStorage");
  }
}

test("the chosen language comes first, as the browser names it", () => {
  assert.deepEqual(inOrder("", ["en-GB", "de-AT"]), ["en-GB", "de-AT"]);
  assert.deepEqual(inOrder("de", ["en-GB", "de-AT"]), ["de-AT", "de", "en-GB"]);
  assert.deepEqual(inOrder("de", ["en-GB"]), ["de", "en-GB"]);
});

test("the time zone is the chosen one, or the browser's if the chosen one is unknown", () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  withStorage(() => {
    assert.equal(zone(), own);
    prefer("zone", "Asia/Tokyo");
    assert.equal(zone(), "Asia/Tokyo");
    prefer("zone", "Atlantis/Centre");
    assert.equal(zone(), own);
    prefer("zone", "");
    assert.equal(preference("zone"), "");
  });
  assert.equal(isZone(""), false);
});

test("a browser that stores nothing has no preferences", () => {
  assert.equal(preference("theme"), "");
});

test("the first steps end when a paper is filed", () => {
  const numbers = { trash: 0, expired: 0, facets: {} };
  assert.equal(hasBegun(null), false);
  assert.equal(hasBegun({ ...numbers, total: 0, inbox: 0 }), false);
  assert.equal(hasBegun({ ...numbers, total: 3, inbox: 3 }), false);
  assert.equal(hasBegun({ ...numbers, total: 3, inbox: 2 }), true);
});

test("no key is listed twice in a group", () => {
  for (const [title, entries] of GROUPS) {
    const keys = entries.flatMap(([pressed]) => pressed);
    assert.equal(new Set(keys).size, keys.length, title);
  }
});

test("keys are written as on the keyboard, including those with others", () => {
  assert.deepEqual(["+", "Shift+R", "Alt+←", "Home"].map(written), ["+", "Shift+R", "Alt+←", "Home"]);
});
