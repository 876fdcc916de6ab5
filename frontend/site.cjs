/**
 * Which files make the site, and how each is served: our own as they are in this folder, third-party modules from
 * node_modules under /vendor. There is no build: what is published is what is written,
 * but for the one line of the page that names the stage's own addresses.
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/vnd.microsoft.icon",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
};

const OWN = ["index.html", "favicon.svg", "src", "styles", "theme.js", "site.webmanifest"];

// Of pdf.js: the two modules, and what documents with old fonts, colours and pictures need.
const PDFJS = [
  ["build/pdf.min.mjs", "pdf.min.mjs"],
  ["build/pdf.worker.min.mjs", "pdf.worker.min.mjs"],
  ["cmaps", "cmaps"],
  ["standard_fonts", "standard_fonts"],
  ["wasm", "wasm"],
  ["iccs", "iccs"],
];

/** Asked for again on every visit, answered 304: a new version is there at once, and no name needs a number. */
const FRESH = "no-cache";

const PLACE = "{{ content_security_policy }}";

/**
 * @param {string} folder this folder
 * @returns {{ key: string, file: string, type: string, cache: string }[]} index.html last
 */
function files(folder) {
  const pdfjs = path.dirname(require.resolve("pdfjs-dist/package.json", { paths: [folder] }));
  const found = [
    ...PDFJS.flatMap(([from, to]) => below(path.join(pdfjs, from), `vendor/pdfjs/${to}`)),
    ...OWN.flatMap((name) => below(path.join(folder, name), name)),
  ];
  return found.sort((a, b) => Number(a.key === "index.html") - Number(b.key === "index.html"));
}

/**
 * The page, saying the policy it is held to: its origins are the stage's, so it is filled in when it is published.
 * @param {string} page
 * @param {string} policy without double quotes
 */
function withPolicy(page, policy) {
  if (!page.includes(PLACE) || policy.includes('"')) throw new Error(`index.html needs ${PLACE} once, and a policy.`);
  return page.replace(PLACE, policy);
}

/**
 * @param {string} from
 * @param {string} key
 * @returns {{ key: string, file: string, type: string, cache: string }[]}
 */
function below(from, key) {
  if (!fs.existsSync(from)) return [];
  if (fs.statSync(from).isDirectory()) {
    return fs
      .readdirSync(from)
      .sort()
      .flatMap((name) => below(path.join(from, name), `${key}/${name}`));
  }
  const type = TYPES[/** @type {keyof typeof TYPES} */ (path.extname(from).toLowerCase())];
  return [{ key, file: from, type: type ?? "application/octet-stream", cache: FRESH }];
}

module.exports = { files, withPolicy };
