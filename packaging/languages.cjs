/**
 * Unpacks the models that the worker uses to recognise text (Tesseract's, from the npm packages @tesseract.js-data/*)
 * to where it reads them, before the worker is packaged. Run as a program, it only unpacks them: local/bootstrap.sh
 * does, because tests and the local stage need them too.
 *
 * "4.0.0_best_int" are the most accurate models, with whole numbers. They read a page as well as the models twice their
 * size, and 1.0 to 1.5 times as slow as the smallest ones, with fewer errors (measured).
 *
 * services/worker/languages.cjs loads this file, because the CLI only loads plugins from the folder of the service.
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const { devDependencies } = require("../package.json");

const SCOPE = "@tesseract.js-data/";
const VARIANT = "4.0.0_best_int";
const FOLDER = path.join(__dirname, "../services/worker/docloft_worker/recognition/traineddata");

const LANGUAGES = Object.keys(devDependencies)
  .filter((name) => name.startsWith(SCOPE))
  .map((name) => name.slice(SCOPE.length));

/** Leaves files that are up to date alone, and removes those of other languages. */
function unpack() {
  fs.mkdirSync(FOLDER, { recursive: true });
  const names = LANGUAGES.map((language) => `${language}.traineddata`);
  for (const name of fs.readdirSync(FOLDER)) {
    if (!names.includes(name)) fs.rmSync(path.join(FOLDER, name));
  }
  for (const [index, language] of LANGUAGES.entries()) {
    const packed = require.resolve(`${SCOPE}${language}/${VARIANT}/${names[index]}.gz`);
    const model = zlib.gunzipSync(fs.readFileSync(packed));
    const target = path.join(FOLDER, names[index]);
    if (fs.existsSync(target) && fs.readFileSync(target).equals(model)) continue;
    // A process that is reading the old one keeps it.
    const written = `${target}.${process.pid}`;
    fs.writeFileSync(written, model, { mode: 0o644 });
    fs.renameSync(written, target);
  }
}

class Languages {
  constructor() {
    // No template depends on them (packaging/requirements.cjs).
    if (process.env.DOCLOFT_TEMPLATES_ONLY === "1") this.hooks = {};
    else this.hooks = { "before:package:createDeploymentArtifacts": unpack };
  }
}

module.exports = Object.assign(Languages, { LANGUAGES, unpack });

if (require.main === module) unpack();
