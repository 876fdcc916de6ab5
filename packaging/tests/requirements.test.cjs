"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { test } = require("node:test");
const { deflateRawSync } = require("node:zlib");

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

/**
 * A package made by another process, for a stage.
 *
 * @param {string} level
 * @param {string} stage
 */
function packageOf(level, stage) {
  const file = join(mkdtempSync(join(tmpdir(), "package-")), "package.zip");
  const script = `const Requirements = require(${JSON.stringify(require.resolve("../requirements.cjs"))});
    const serverless = {
      config: {}, cli: {}, pluginManager: {}, processedInput: { commands: [] }, service: {},
      getProvider: () => ({ getStage: () => ${JSON.stringify(stage)} }),
    };
    new Requirements(serverless, {});
    const JSZip = require(${JSON.stringify(require.resolve("jszip", { paths: [plugin] }))});
    const { writeZip } = require(${JSON.stringify(join(plugin, "../lib/zipTree"))});
    const content = require("node:fs").readFileSync(${JSON.stringify(join(__dirname, "../../package-lock.json"))});
    writeZip(new JSZip().file("content.json", content, { date: new Date(0) }), ${JSON.stringify(file)});`;
  execFileSync(process.execPath, ["-e", script], { env: { ...process.env, DOCLOFT_FAST_ZIPS: level } });
  return readFileSync(file);
}

for (const { setting, stage, level } of [
  { setting: "1", stage: "prod", level: 1 },
  { setting: "6", stage: "prod", level: 6 },
  { setting: "0", stage: "prod", level: 0 },
  { setting: "", stage: "local", level: 1 },
  { setting: "0", stage: "local", level: 0 },
]) {
  test(`fast packages of ${stage} with the setting "${setting}" are compressed by zlib at level ${level}`, async () => {
    const written = packageOf(setting, stage);

    const read = await JSZip.loadAsync(written, { checkCRC32: true });
    assert.deepEqual(await read.file("content.json").async("nodebuffer"), CONTENT);
    assert.ok(written.includes(deflateRawSync(CONTENT, { level })));
  });
}

test("an empty setting makes no fast packages", async () => {
  assert.ok(Math.abs(packageOf("", "prod").length - (await sizeAt(6))) < 50);
  assert.ok(!packageOf("", "prod").includes(deflateRawSync(CONTENT, { level: 6 })));
});

test("every checksum is right, also of content in several chunks", async () => {
  const contents = [...Array(16).keys()].map((number) => CONTENT.subarray(number * 1000));
  const zip = new JSZip();
  contents.forEach((content, number) => zip.file(`${number}.json`, content));

  const read = await JSZip.loadAsync(await zip.generateAsync({ type: "nodebuffer" }), { checkCRC32: true });

  for (const [number, content] of contents.entries()) {
    assert.deepEqual(await read.file(`${number}.json`).async("nodebuffer"), content);
  }
});
