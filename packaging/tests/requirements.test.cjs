"use strict";

const assert = require("node:assert/strict");
const { mkdtempSync, readFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { test } = require("node:test");

require("../requirements.cjs");
const plugin = require.resolve("serverless-python-requirements");
const JSZip = require(require.resolve("jszip", { paths: [plugin] }));
const { writeZip } = require(join(plugin, "../lib/zipTree"));

const CONTENT = readFileSync(join(__dirname, "../../package-lock.json"));

/** @returns {any} */
const makeZip = () => new JSZip().file("content.json", CONTENT, { date: new Date(0) });

/** @param {number} level */
async function sizeAt(level) {
  const options = { type: "nodebuffer", platform: "UNIX", compression: "DEFLATE", compressionOptions: { level } };
  return (await makeZip().generateAsync(options)).length;
}

test("the plugin compresses packages at level 6", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "package-")), "package.zip");

  await writeZip(makeZip(), file);

  const size = readFileSync(file).length;
  assert.ok(Math.abs(size - (await sizeAt(6))) < 50);
  assert.ok(Math.abs(size - (await sizeAt(9))) > 500);
});
