/**
 * Keeps the packages that the CLI builds for stages on this machine, in the folder that DOCLOFT_KEPT_PACKAGES names,
 * and uses one again when everything that it was built from is unchanged. Installing, compressing and deleting the
 * files of a service takes most of the time of its deploy, and a new stage has the packages of the one before it.
 *
 * For the cloud, packages are always built.
 */
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..");
/** What the packages of all services are built from, besides the folder of the service. */
const SHARED = ["packages/shared", "packaging", "package.json", ".venv/pyvenv.cfg"];
/** Files and folders beside the code, which no package contains. The pattern of a service is part of the name. */
const BESIDE = new Set([
  ".serverless",
  "__pycache__",
  "README.md",
  "bench",
  "events",
  "node_modules",
  "resources",
  "tests",
]);
/** A package has up to 40 MB. */
const MOST_KEPT = 4;

/**
 * @param {string} service the folder of the service
 * @param {unknown} options how the package is built, as far as no file says it
 * @param {string} [root] the repository
 * @returns {string} a name for the package that is built from the files as they are now
 */
function nameOf(service, options, root = ROOT) {
  const digest = createHash("sha256");
  digest.update(JSON.stringify([options, process.platform, process.arch]));
  for (const source of [service, ...SHARED.map((name) => path.join(root, name))]) {
    for (const file of files(source, BESIDE)) {
      const content = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
      digest.update(`\0${path.relative(root, file)}\0${content}`);
    }
  }
  return `${path.basename(service)}-${digest.digest("hex").slice(0, 32)}.zip`;
}

/**
 * @param {string} folder where packages are kept
 * @param {string} name
 * @param {string} target
 * @returns {boolean} whether there was such a package; then it is at `target`
 */
function use(folder, name, target) {
  const kept = path.join(folder, name);
  if (!fs.existsSync(kept)) return false;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(kept, target);
  const now = new Date();
  fs.utimesSync(kept, now, now);
  return true;
}

/**
 * Keeps a package, and removes those of the same service that were used longest ago.
 *
 * @param {string} folder
 * @param {string} name
 * @param {string} built
 */
function keep(folder, name, built) {
  fs.mkdirSync(folder, { recursive: true });
  // Another deploy may read it at the same time.
  const unfinished = path.join(folder, `.${name}.${process.pid}`);
  fs.copyFileSync(built, unfinished);
  fs.renameSync(unfinished, path.join(folder, name));
  const service = `${name.split("-")[0]}-`;
  const all = fs.readdirSync(folder).filter((one) => one.startsWith(service));
  const used = new Map(all.map((one) => [one, fs.statSync(path.join(folder, one)).mtimeMs]));
  const newest = all.sort((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0));
  for (const old of newest.slice(MOST_KEPT)) fs.rmSync(path.join(folder, old), { force: true });
}

/**
 * @param {string} source a file or folder, which need not exist
 * @param {Set<string>} [ignored] names in this folder
 * @returns {string[]} its files, sorted
 */
function files(source, ignored = new Set(["__pycache__"])) {
  const found = fs.statSync(source, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [source];
  const names = fs.readdirSync(source).filter((name) => !ignored.has(name));
  return names.sort().flatMap((name) => files(path.join(source, name)));
}

module.exports = { keep, nameOf, use };
