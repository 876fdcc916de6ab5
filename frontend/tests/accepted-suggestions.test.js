/** What accepting suggestions changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { changesOf } from "../src/features/suggestions/actions.js";

/** @type {any} */
const deps = {
  api: {
    createName: async (/** @type {import("../api.js").CreateName} */ { what, name }) => ({
      id: `${what} ${name}`,
      what,
      name,
      colour: null,
      parent: null,
      aliases: [],
    }),
  },
};
const document = /** @type {any} */ ({ tags: ["old"] });
const suggestion = (/** @type {string} */ fact, /** @type {string} */ value) =>
  /** @type {any} */ ({ fact, value, confidence: 1, evidence: "", page: null, start: null, end: null, like: [] });

test("all tags are added, and the first value of any other fact is used", async () => {
  const changes = await changesOf(deps, [
    suggestion("sender", "Strom"),
    suggestion("document_date", "2026-01-02"),
    suggestion("document_date", "2025-12-24"),
    suggestion("amount", "12.50 EUR"),
    suggestion("tag", "Haus"),
    suggestion("tag", "Steuer"),
  ]);

  assert.deepEqual(changes(document), {
    sender: "sender Strom",
    document_date: "2026-01-02",
    amount: 1250,
    currency: "EUR",
    tags: ["old", "tag Haus", "tag Steuer"],
  });
});
