/**
 * Which files make the site, where each is published and how long it is cached. There is no build: the files are
 * published as they are written, except for what is known at publishing time. An import of a package gets its address,
 * and the placeholders of index.html get the address of our files, the stylesheet, the modules of the first page, and
 * the stage's content security policy. The stylesheets of the components are published as one file: a hundred requests
 * would take as long as the rest of the first page. This module is long because all of it is one list of files.
 *
 * - Our modules and styles are published under the hash of all of them, `assets/<hash>/`; third-party ones under their
 *   version, `vendor/pdfjs-<version>/`. The content of such an address never changes, so browsers and CloudFront never
 *   request it again.
 * - The page, which links to them, is revalidated on every visit (304 if unchanged), so a new version is visible
 *   immediately.
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

const ASSETS = ["src", "theme.js"];
const ENTRY = "src/app/main.js";
const STYLES = "styles.css";
/** The texts of each language, of which a browser fetches one (theme.js). */
const TEXTS = { texts_en: "src/ui/catalogue.en.js", texts_de: "src/ui/catalogue.de.js" };
/** These define the cascade layers and the colours, so they come before every other stylesheet. */
const FIRST_STYLES = ["src/ui/tokens.css", "src/ui/base.css"];
/** Published at fixed addresses. The page comes last, because it links to the others. */
const NAMED = ["favicon.svg", "icons", "manifest.webmanifest", "index.html"];
/** At the root, because a service worker controls the addresses below its own. It names all files of its version. */
const WORKER = { file: "worker/service-worker.js", key: "service-worker.js" };

// The files of pdf.js: its two modules, and what documents with old fonts, colours and pictures need.
const PDFJS = [
  ["build/pdf.min.mjs", "pdf.min.mjs"],
  ["build/pdf.worker.min.mjs", "pdf.worker.min.mjs"],
  ["cmaps", "cmaps"],
  ["standard_fonts", "standard_fonts"],
  ["wasm", "wasm"],
  ["iccs", "iccs"],
];

/** Packages that our modules import by name, and their modules that a browser needs. The first is the package's own. */
const PACKAGES = {
  "lit-html": ["lit-html.js", "directive.js", "directive-helpers.js", "directives/live.js", "directives/repeat.js"],
  "lean-qr": ["index.mjs"],
};

/** Packages that the first page does not need, so it does not fetch them ahead. */
const LATER = ["lean-qr"];

/** Revalidated on every visit; the response is 304 while nothing has changed (RFC 9111, 5.2.2.4). */
const FRESH = "no-cache";
/** Never revalidated (RFC 8246). */
const IMMUTABLE = "public, max-age=31536000, immutable";

/** `import "x"`, `import … from "x"`, `export … from "x"` at the start of a line, for x with a relative path. */
const STATIC_IMPORT = /^(?:import|(?:import|export)\s[^"';()]*?\sfrom)\s*["'](\.[^"']+)["']/gm;

/**
 * @typedef {{ key: string, file: string, type: string, cache: string, body?: Buffer }} SiteFile `body`: where it
 *   differs from the file's
 */

/**
 * @param {string} folder the service's folder, frontend/
 * @returns {{ files: SiteFile[], assets: string, stylesheet: string, modules: string[], texts: Record<keyof typeof
 *   TEXTS, string>, versions: string[] }} the page is the last file; `assets` is the address that our files share,
 *   `stylesheet` that of all styles, `modules` are the addresses of what the first page needs, in loading order,
 *   `texts` those of each language; `versions` are the prefixes of everything that never changes
 */
function site(folder) {
  const packages = Object.entries(PACKAGES).map(([name, files]) =>
    vendored(
      folder,
      name,
      name,
      files.map((file) => [file, file]),
    ),
  );
  const pdfjs = vendored(folder, "pdfjs-dist", "pdfjs", PDFJS);
  const resolved = (/** @type {string} */ text) =>
    packages.reduce((before, { name, prefix }) => withAddresses(before, name, prefix), text);
  const written = ASSETS.flatMap((name) => below(path.join(folder, name), name, IMMUTABLE));
  /** @type {(SiteFile & { body: Buffer })[]} */
  const own = written
    .filter(({ key }) => !key.endsWith(".css"))
    .map((one) => {
      const text = fs.readFileSync(one.file);
      return { ...one, body: one.key.endsWith(".js") ? Buffer.from(resolved(text.toString())) : text };
    });
  own.push(styles(written));
  const digest = createHash("sha256");
  for (const { key, body, type } of own) digest.update(`${key}\0${type}\0`).update(body).update("\0");
  const assets = `assets/${digest.digest("hex").slice(0, 16)}`;
  const modules = packages
    .filter(({ name }) => !LATER.includes(name))
    .flatMap(({ files }) => files.map(({ key }) => `/${key}`));
  const ofPage = [ENTRY, ...staticImports(folder, ENTRY)];
  const texts = Object.entries(TEXTS).map(([name, entry]) => {
    const added = [entry, ...staticImports(folder, entry)].filter((key) => !ofPage.includes(key));
    return [name, added.map((key) => `/${assets}/${key}`).join(" ")];
  });
  const shell = [
    ...packages.flatMap(({ files }) => files),
    ...own.map((one) => ({ ...one, key: `${assets}/${one.key}` })),
  ];
  return {
    files: [
      ...pdfjs.files,
      ...shell,
      worker(folder, { assets: `/${assets}`, files: shell.map(({ key }) => `/${key}`).join(" ") }),
      ...NAMED.flatMap((name) => below(path.join(folder, name), name, FRESH)),
    ],
    assets: `/${assets}`,
    stylesheet: `/${assets}/${STYLES}`,
    modules: [...modules, ...ofPage.slice(1).map((key) => `/${assets}/${key}`)],
    texts: Object.fromEntries(texts),
    versions: [`${assets}/`, ...[pdfjs, ...packages].map(({ prefix }) => `${prefix}/`)],
  };
}

/**
 * The service worker of this version.
 * @param {string} folder
 * @param {{ assets: string, files: string }} values
 * @returns {SiteFile}
 */
function worker(folder, values) {
  const file = path.join(folder, WORKER.file);
  const body = Buffer.from(filled(fs.readFileSync(file, "utf8"), values));
  return { key: WORKER.key, file, body, type: TYPES[".js"], cache: FRESH };
}

/**
 * The files of a package in node_modules, under an address with its version.
 * @param {string} folder
 * @param {string} name
 * @param {string} as its name in the address
 * @param {string[][]} files in the package, and below the address
 */
function vendored(folder, name, as, files) {
  // Not `${name}/package.json`: a package may not export it.
  const [before] = require.resolve(name, { paths: [folder] }).split(path.join("node_modules", name, path.sep));
  const root = path.join(before, "node_modules", name);
  const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const prefix = `vendor/${as}-${version}`;
  const found = files.flatMap(([from, to]) => below(path.join(root, from), `${prefix}/${to}`, IMMUTABLE));
  return { name, prefix, files: found };
}

/**
 * The source of a module with package names in its imports replaced by addresses, because only Node.js resolves names.
 * An import map would need an inline script, which the page's policy forbids.
 * @param {string} text
 * @param {keyof typeof PACKAGES | string} name
 * @param {string} prefix
 */
function withAddresses(text, name, prefix) {
  const [main] = PACKAGES[/** @type {keyof typeof PACKAGES} */ (name)];
  return text
    .replaceAll(`from "${name}"`, `from "/${prefix}/${main}"`)
    .replaceAll(`from "${name}/`, `from "/${prefix}/`);
}

/**
 * All stylesheets in one. Cascade layers make their order irrelevant, except for the first ones.
 * @param {SiteFile[]} written
 * @returns {SiteFile & { body: Buffer }}
 */
function styles(written) {
  const found = new Map(written.map((one) => [one.key, one]));
  const rest = [...found.keys()].filter((key) => key.endsWith(".css") && !FIRST_STYLES.includes(key)).sort();
  const ordered = [...FIRST_STYLES, ...rest].map((key) => /** @type {SiteFile} */ (found.get(key)));
  const body = Buffer.concat(ordered.map(({ file }) => fs.readFileSync(file)));
  return { .../** @type {SiteFile} */ (ordered[0]), key: STYLES, body };
}

/**
 * Everything that a module imports, directly or not, so that a browser can fetch it all at once instead of finding one
 * module after another. `import()` is left out: it loads what the first page does not need.
 * @param {string} folder
 * @param {string} entry
 * @returns {string[]} breadth first, relative to the folder
 */
function staticImports(folder, entry) {
  const found = [entry];
  for (const module of found) {
    const text = fs.readFileSync(path.join(folder, module), "utf8");
    for (const [, address = ""] of text.matchAll(STATIC_IMPORT)) {
      const imported = path.posix.join(path.posix.dirname(module), address);
      if (!found.includes(imported)) found.push(imported);
    }
  }
  return found.slice(1);
}

/**
 * The page or the worker with its placeholders filled. A line with a placeholder for a list is repeated for each item.
 * Throws for a value without a placeholder, for a placeholder without a value, and for a value that would end its
 * attribute.
 * @param {string} page
 * @param {Record<string, string | string[]>} values
 */
function filled(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const placeholder = `{{ ${name} }}`;
    if (!page.includes(placeholder)) throw new Error(`There is no placeholder ${placeholder}.`);
    for (const text of [value].flat()) {
      if (text.includes('"')) throw new Error(`${name} would end its attribute: ${text}`);
    }
    page = page
      .split("\n")
      .flatMap((line) =>
        line.includes(placeholder) ? [value].flat().map((text) => line.replaceAll(placeholder, () => text)) : [line],
      )
      .join("\n");
  }
  const left = page.match(/{{.*?}}/);
  if (left) throw new Error(`There is a placeholder without a value: ${left[0]}`);
  return page;
}

/**
 * The policy with the exact origin of the API. The header is deployed before the API, so it allows every API of the
 * region; the page repeats the policy with the exact origin, and a browser enforces both (CSP 3, 8.1). Throws when the
 * header would block the API, or when a source still has a wildcard.
 * @param {string} policy from the header
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
  if (!allows) throw new Error(`The site's policy does not allow its API, ${origin}: change api_origin.`);
  const exact = sources.join(" ");
  if (exact.includes("*")) throw new Error(`The site's policy has a wildcard: ${exact}`);
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

module.exports = { site, staticImports, filled, exactPolicy, IMMUTABLE, FRESH };
