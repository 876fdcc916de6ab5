/** The state of the block with the versions of a file, and waiting for a new one. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../src/api/document-files.js";
import { Problem } from "../src/api/problems.js";
import { currentOf, initialState } from "../src/features/file-versions/state.js";

const file = (/** @type {number} */ number, /** @type {boolean} */ is_current) =>
  /** @type {import("../types.js").File} */ (/** @type {unknown} */ ({ id: `f${number}`, number, is_current }));

test("the current version is the one that is read, whatever its number", () => {
  assert.equal(currentOf(initialState(2)), null);
  assert.equal(currentOf({ ...initialState(2), files: [file(2, false), file(1, true)] }), 1);
});

test("a failure while waiting for a new version is not mistaken for its arrival", async () => {
  const request = async (/** @type {string} */ _method, /** @type {string} */ path) => {
    if (path.endsWith("/files")) return { files: [] };
    throw new Problem(500, "unexpected", "It failed.");
  };

  await assert.rejects(arrived({ request }, "old", "new", new AbortController().signal), { status: 500 });
});
