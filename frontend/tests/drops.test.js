import assert from "node:assert/strict";
import { test } from "node:test";

import { below } from "../src/drops.js";

const file = (name) => ({ name, isFile: true, file: (resolve) => resolve({ name }) });
const folder = (name, entries) => ({
  name,
  isFile: false,
  createReader: () => {
    const left = [...entries];
    // As Chrome does it: a hundred at a time, then an empty answer.
    return { readEntries: (resolve) => resolve(left.splice(0, 100)) };
  },
});

test("a folder of three hundred files is read to its end", async () => {
  const files = Array.from({ length: 300 }, (_, index) => file(`${index}.pdf`));
  assert.equal((await below(folder("papers", files))).length, 300);
});

test("folders in folders are walked to the last leaf", async () => {
  const deep = folder("a", [folder("b", [folder("c", [file("deep.pdf")])]), file("top.pdf"), folder("empty", [])]);
  assert.deepEqual((await below(deep)).map(({ name }) => name).sort(), ["deep.pdf", "top.pdf"]);
});

test("what a system leaves in folders is not uploaded", async () => {
  const found = await below(folder("a", [file(".DS_Store"), file("Thumbs.db"), file("paper.pdf")]));
  assert.deepEqual(
    found.map(({ name }) => name),
    ["paper.pdf"],
  );
});

test("a file that cannot be read does not keep the others out", async () => {
  const broken = { name: "locked.pdf", isFile: true, file: (_, reject) => reject(new Error("locked")) };
  assert.equal((await below(folder("a", [broken, file("fine.pdf")]))).length, 1);
});
