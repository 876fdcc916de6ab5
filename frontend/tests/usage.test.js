/** What a library holds, and what it costs. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { monthlyDollars, usageOf } from "../src/features/library-settings/usage.js";

const totals = (/** @type {number} */ documents) => ({
  documents,
  pages: 2 * documents,
  size: 1024 ** 3 * documents,
  amounts: [],
});

test("usage has what is kept and in the trash, and the price of both", async () => {
  /** @type {any} */
  const api = { addUp: async (/** @type {string} */ query) => (query === "in:trash" ? totals(1) : totals(3)) };

  const usage = await usageOf(api, new AbortController().signal);

  assert.deepEqual([usage?.kept.documents, usage?.trashed.documents], [3, 1]);
  assert.equal(monthlyDollars((usage?.kept.size ?? 0) + (usage?.trashed.size ?? 0)).toFixed(4), "0.0980");
});

test("settings are shown without the usage when it cannot be counted", async () => {
  /** @type {any} */
  const api = { addUp: async () => Promise.reject(new Error("rebuilding")) };

  assert.equal(await usageOf(api, new AbortController().signal), null);
});
