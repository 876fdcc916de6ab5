/** The Markdown of notes, and the state of their block. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { blocksOf, inlineOf } from "../src/features/notes/markdown.js";
import { initialState, withNote, withoutNote } from "../src/features/notes/state.js";

const text = (/** @type {string} */ words) => ({ kind: "text", text: words });

test("paragraphs, headings, lists, quotes and code are blocks", () => {
  const blocks = blocksOf(
    "# To do\nCall\nAnna\n\n- one\n- two\n  more\n3. third\n4) fourth\n> quoted\n> > twice\n```\n**raw**\n```",
  );

  assert.deepEqual(blocks, [
    { kind: "heading", inner: [text("To do")] },
    { kind: "paragraph", inner: [text("Call"), { kind: "break" }, text("Anna")] },
    {
      kind: "list",
      isNumbered: false,
      start: 1,
      items: [[text("one")], [text("two"), { kind: "break" }, text("more")]],
    },
    { kind: "list", isNumbered: true, start: 3, items: [[text("third")], [text("fourth")]] },
    {
      kind: "quote",
      blocks: [
        { kind: "paragraph", inner: [text("quoted")] },
        { kind: "quote", blocks: [{ kind: "paragraph", inner: [text("twice")] }] },
      ],
    },
    { kind: "code", text: "**raw**" },
  ]);
});

test("emphasis, code and links are inline", () => {
  assert.deepEqual(inlineOf("**Paid** by *Anna*, `IBAN`, [bank](https://bank.example/a)."), [
    { kind: "strong", inner: [text("Paid")] },
    text(" by "),
    { kind: "em", inner: [text("Anna")] },
    text(", "),
    { kind: "code", text: "IBAN" },
    text(", "),
    { kind: "link", address: "https://bank.example/a", inner: [text("bank")] },
    text("."),
  ]);
});

test("an address is a link without the full stop after it", () => {
  assert.deepEqual(inlineOf("see https://example.org/a?b=1.").slice(1), [
    { kind: "link", address: "https://example.org/a?b=1", inner: [text("https://example.org/a?b=1")] },
    text("."),
  ]);
});

for (const written of [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[x](javascript:alert(1))",
  "[x](data:text/html,x)",
  "[x](/v1/me)",
  "2 * 3 * 4",
  "snake_case_name",
  "**open",
  "[a](b",
  "https://",
]) {
  test(`${written} is text`, () => assert.deepEqual(inlineOf(written), [text(written)]));
}

test("a mark after a backslash is text", () => {
  assert.deepEqual(inlineOf("\\*not\\*"), [text("*not*")]);
});

test("nesting ends", () => {
  assert.doesNotThrow(() => JSON.stringify(blocksOf(`${">".repeat(2000)} deep`)));
  assert.doesNotThrow(() => JSON.stringify(inlineOf("*_".repeat(1000) + "x" + "_*".repeat(1000))));
});

test("marks without an end take no long time", () => {
  for (const mark of ["*", "`", "[", "**", "_a", "](", "[a]("]) {
    const before = process.cpuUsage();
    blocksOf(mark.repeat(Math.floor(4000 / mark.length)));
    assert.ok(process.cpuUsage(before).user < 2_000_000, mark);
  }
});

test("a note replaces its older version, and a new one is last", () => {
  const [old, other] = [
    { id: "a", text: "Old" },
    { id: "b", text: "Other" },
  ].map((note) => /** @type {import("../types.js").Note} */ (/** @type {unknown} */ (note)));
  const state = { ...initialState(1), notes: [/** @type {import("../types.js").Note} */ (old)] };
  const edited = /** @type {import("../types.js").Note} */ ({ ...old, text: "New" });

  assert.deepEqual(withNote(state, edited).notes, [edited]);
  assert.deepEqual(withNote(state, /** @type {import("../types.js").Note} */ (other)).notes, [old, other]);
  assert.deepEqual(withoutNote(state, "a").notes, []);
});
