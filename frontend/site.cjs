/**
 * Which files make the site, where each lies and how long it is kept. There is no build: what is published is what is
 * written, but for the places of the page that name its own version and the stage's addresses.
 *
 * - Our modules and styles lie under the hash of them all, `assets/<hash>/`, third-party ones under their own version,
 *   `vendor/pdfjs-<version>/`. What lies at such an address never changes, so browsers and CloudFront never ask again.
 * - The page, which names them, is asked for on every visit and answered 304: a new version is there at once.
 */
"use strict";

const { createHash } = require("node:crypto");
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

const ASSETS = ["src", "styles", "theme.js"];
/** At addresses that others know. The page comes last, because it names the rest. */
const NAMED = ["favicon.svg", "index.html"];

// Of pdf.js: the two modules, and what documents with old fonts, colours and pictures need.
const PDFJS = [
  ["build/pdf.min.mjs", "pdf.min.mjs"],
  ["build/pdf.worker.min.mjs", "pdf.worker.min.mjs"],
  ["cmaps", "cmaps"],
  ["standard_fonts", "standard_fonts"],
  ["wasm", "wasm"],
  ["iccs", "iccs"],
];

/** Asked for on every visit, answered 304 while nothing changed (RFC 9111, 5.2.2.4). */
const FRESH = "no-cache";
/** Never asked for again (RFC 8246). */
const FOR_EVER = "public, max-age=31536000, immutable";

/** @typedef {{ key: string, file: string, type: string, cache: string }} SiteFile */

/**
 * @param {string} folder this folder
 * @returns {{ files: SiteFile[], assets: string, versions: string[] }} the page last; `assets` is the address our modules
 *   lie under, `versions` are the prefixes of all that never changes
 */
function site(folder) {
  const own = ASSETS.flatMap((name) => below(path.join(folder, name), name, FOR_EVER));
  const digest = createHash("sha256");
  for (const { key, file, type } of own) digest.update(`${key}\0${type}\0`).update(fs.readFileSync(file)).update("\0");
  const assets = `assets/${digest.digest("hex").slice(0, 16)}`;
  const manifest = require.resolve("pdfjs-dist/package.json", { paths: [folder] });
  const vendor = `vendor/pdfjs-${JSON.parse(fs.readFileSync(manifest, "utf8")).version}`;
  return {
    files: [
      ...PDFJS.flatMap(([from, to]) => below(path.join(path.dirname(manifest), from), `${vendor}/${to}`, FOR_EVER)),
      ...own.map((one) => ({ ...one, key: `${assets}/${one.key}` })),
      ...NAMED.flatMap((name) => below(path.join(folder, name), name, FRESH)),
    ],
    assets: `/${assets}`,
    versions: [`${assets}/`, `${vendor}/`],
  };
}

/**
 * The page with its places filled: `{{ assets }}` and `{{ content_security_policy }}`. Throws for a place it has not, or
 * one that nobody fills, and for a value that would end its attribute.
 * @param {string} page
 * @param {Record<string, string>} values
 */
function filled(page, values) {
  for (const [name, value] of Object.entries(values)) {
    if (!page.includes(`{{ ${name} }}`)) throw new Error(`index.html has no place for {{ ${name} }}.`);
    if (value.includes('"')) throw new Error(`${name} would end its attribute: ${value}`);
    page = page.replaceAll(`{{ ${name} }}`, value);
  }
  const left = page.match(/{{.*?}}/);
  if (left) throw new Error(`Nobody fills ${left[0]} of index.html.`);
  return page;
}

/**
 * The policy with the API's exact origin. The header is deployed before the API is, so it allows every API of the region;
 * the page says the same policy again, exactly, and a browser holds it to both (CSP 3, 8.1). Throws when the header would
 * refuse the API, or when a source is still wide.
 * @param {string} policy as the header says it
 * @param {string} apiUrl
 */
function exactPolicy(policy, apiUrl) {
  const { origin } = new URL(apiUrl);
  let allows = false;
  const sources = policy.split(" ").map((word) => {
    const [source, end] = word.endsWith(";") ? [word.slice(0, -1), ";"] : [word, ""];
    const covers = source === origin || covered(source, origin);
    allows ||= covers;
    return (covers ? origin : source) + end;
  });
  if (!allows) throw new Error(`The site's policy does not allow its API, ${origin}: api_origin has to.`);
  const exact = sources.join(" ");
  if (exact.includes("*")) throw new Error(`The site's policy is wide: ${exact}`);
  return exact;
}

/**
 * @param {string} source
 * @param {string} origin
 */
function covered(source, origin) {
  const [scheme, host] = source.split("*");
  return host !== undefined && scheme.endsWith("://") && origin.startsWith(scheme) && origin.endsWith(host);
}

/**
 * @param {string} from
 * @param {string} key
 * @param {string} cache
 * @returns {SiteFile[]}
 */
function below(from, key, cache) {
  if (fs.statSync(from).isDirectory()) {
    return fs
      .readdirSync(from)
      .sort()
      .flatMap((name) => below(path.join(from, name), `${key}/${name}`, cache));
  }
  const type = TYPES[/** @type {keyof typeof TYPES} */ (path.extname(from).toLowerCase())];
  return [{ key, file: from, type: type ?? "application/octet-stream", cache }];
}

module.exports = { site, filled, exactPolicy, FOR_EVER, FRESH };
