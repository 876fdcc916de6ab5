import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { isArchived, isFailed, isFinal } from "../src/api/document-states.js";

const { components } = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));
/** @typedef {Pick<import("../types.js").Doc, "state">} Stateful */
/** @type {Stateful[]} */
const documents = components.schemas.Document.properties.state.enum.map((/** @type {string} */ state) => ({ state }));
const statesOf = (/** @type {(document: Stateful) => boolean} */ condition) =>
  documents.filter(condition).map(({ state }) => state);

test("ready, failed and rejected documents no longer change on their own", () => {
  assert.deepEqual(statesOf(isFinal), ["ready", "failed", "rejected"]);
});

test("a failed and a rejected document have failed", () => {
  assert.deepEqual(statesOf(isFailed), ["failed", "rejected"]);
});

test("a document that did not arrive or was rejected is not in the archive", () => {
  assert.deepEqual(statesOf(isArchived), ["received", "working", "ready", "failed"]);
});
