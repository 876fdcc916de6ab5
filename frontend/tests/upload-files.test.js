import assert from "node:assert/strict";
import { test } from "node:test";

import { below } from "../src/features/uploads/files.js";

const file = (/** @type {string} */ name) => ({
  name,
  isFile: true,
  file: (/** @type {(file: { name: string }) => void} */ resolve) => resolve({ name }),
});
/** @returns {any} */
const folder = (/** @type {string} */ name, /** @type {object[]} */ entries) => ({
  name,
  isFile: false,
  createReader: () => {
    const left = [...entries];
    // Like Chrome: a hundred at a time, then an empty array.
    return { readEntries: (/** @type {(entries: object[]) => void} */ resolve) => resolve(left.splice(0, 100)) };
  },
});

test("a folder of three hundred files is read to its end", async () => {
  const files = Array.from({ length: 300 }, (_, index) => file(`${index}.pdf`));
  assert.equal((await below(folder("papers", files))).length, 300);
});

test("folders in folders are read to any depth", async () => {
  const deep = folder("a", [folder("b", [folder("c", [file("deep.pdf")])]), file("top.pdf"), folder("empty", [])]);
  assert.deepEqual((await below(deep)).map(({ name }) => name).sort(), ["deep.pdf", "top.pdf"]);
});

test("files that systems create in folders are not uploaded", async () => {
  const junk = [".DS_Store", "Thumbs.db", "._paper.pdf", "~$letter.docx"].map(file);
  const found = await below(folder("a", [...junk, folder("__MACOSX", [file("paper.pdf")]), file("paper.pdf")]));
  assert.deepEqual(
    found.map(({ name }) => name),
    ["paper.pdf"],
  );
});

test("a file that cannot be read does not stop the others", async () => {
  const broken = {
    name: "locked.pdf",
    isFile: true,
    file: (/** @type {unknown} */ _, /** @type {(reason: Error) => void} */ reject) => reject(new Error("locked")),
  };
  assert.equal((await below(folder("a", [broken, file("fine.pdf")]))).length, 1);
});

test("a folder that cannot be opened does not stop the others", async () => {
  const readEntries = (/** @type {unknown} */ _, /** @type {(reason: Error) => void} */ reject) =>
    reject(new Error("locked"));
  const locked = { ...folder("locked", []), createReader: () => ({ readEntries }) };
  assert.equal((await below(folder("a", [locked, file("fine.pdf")]))).length, 1);
});

test("files of a folder are sorted by name, ten after nine", async () => {
  const found = await below(folder("scans", ["p10.pdf", "p9.pdf", "a.pdf"].map(file)));
  assert.deepEqual(
    found.map(({ name }) => name),
    ["a.pdf", "p9.pdf", "p10.pdf"],
  );
});
