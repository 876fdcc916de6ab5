import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { nothing } from "../src/ui/html.js";
import { nameChips, namesOf, nameWith, putName, searchAddress, setNames } from "../src/ui/names.js";

/** @returns {any} */
const name = (/** @type {string} */ what, /** @type {string} */ id, /** @type {string} */ text, more = {}) => ({
  id,
  what,
  name: text,
  aliases: [],
  colour: null,
  parent_id: null,
  version: 1,
  ...more,
});

beforeEach(() => setNames([name("sender", "s", "Telekom", { aliases: ["old"] }), name("tag", "t", "House")]));

test("a name that was merged is shown as the one that replaced it, a deleted one as nothing", () => {
  assert.equal(nameWith("old")?.name, "Telekom");
  assert.equal(nameWith("gone"), undefined);
  assert.equal(nameWith(null), undefined);
});

test("a new name takes its place in the order, a changed one replaces itself and what was merged into it", () => {
  putName(name("tag", "a", "Attic"));
  assert.deepEqual(
    namesOf("tag").map(({ id }) => id),
    ["a", "t"],
  );
  putName(name("tag", "t", "Home", { aliases: ["a"] }));
  assert.deepEqual(
    namesOf("tag").map((tag) => tag.name),
    ["Home"],
  );
  assert.equal(nameWith("a")?.name, "Home");
});

test("a name is searched for as a phrase", () => {
  const queryOf = (/** @type {import("../api.js").Name["what"]} */ what, /** @type {string} */ text) =>
    new URL(searchAddress({ what, name: text }), "https://docs.example.org").searchParams.get("q");
  assert.equal(queryOf("sender", "Müller & Co"), 'from:"Müller & Co"');
  assert.equal(queryOf("tag", 'The "new" flat'), 'tag:"The  new  flat"');
});

test("a document shows each of its names once, and no list when it has none", () => {
  const shown = /** @type {any} */ (nameChips({ sender: "old", kind: "gone", tags: ["t", "t"] }));
  assert.equal(shown.values[0].length, 2);
  assert.equal(nameChips({ sender: null, kind: "gone", tags: [] }), nothing);
  assert.equal(nameChips({}), nothing);
});
