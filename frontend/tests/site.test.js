import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import Publish from "../deploy/publish.cjs";
import { IMMUTABLE, exactPolicy, filled, site, staticImports } from "../deploy/site.cjs";

const { versionBefore } = Publish;
const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(path.join(FOLDER, "index.html"), "utf8");
const VALUES = {
  assets: "/assets/1",
  stylesheet: "/assets/1/styles.css",
  texts_en: "/assets/1/en.js /assets/1/more.en.js",
  texts_de: "/assets/1/de.js",
  modules: ["/assets/1/a.js", "/assets/1/b.js"],
  content_security_policy: "default-src 'none'; script-src 'self'",
};
const WIDE =
  "img-src 'self' blob:; connect-src 'self' https://*.execute-api.eu-central-1.amazonaws.com https://files.example.org; worker-src 'self'";

/** @param {string} address @param {ReturnType<typeof site>["files"]} files */
function publishedAt(address, files) {
  const found = files.find(({ key }) => `/${key}` === address);
  assert.ok(found, `${address} is not published`);
  return found;
}

test("the page states its policy before it names any script or style", () => {
  const page = filled(PAGE, VALUES);
  const policy = page.indexOf(`content="default-src 'none'; script-src 'self'"`);
  assert.ok(policy > 0);
  assert.ok(policy < page.indexOf("<script"));
  assert.ok(policy < page.indexOf("<link"));
  assert.ok(!page.includes("{{"));
});

/** @type {[string, string, Record<string, string | string[]>][]} */
const FAULTY = [
  ["a page without a placeholder for its policy", "<html>{{ assets }}</html>", VALUES],
  ["a placeholder without a value", `${PAGE}{{ more }}`, VALUES],
  ["a policy that would end its attribute", PAGE, { ...VALUES, content_security_policy: `default-src "none"` }],
  ["an address that would end its attribute", PAGE, { ...VALUES, modules: [`/a.js" onload="x`] }],
];
for (const [what, page, values] of FAULTY) {
  test(`${what} is not published`, () => {
    assert.throws(() => filled(page, values));
  });
}

test("a line with a list is repeated for each item", () => {
  const page = filled("<a {{ one }}>\n  <b {{ many }}>\n</a>", { one: "1", many: ["$&", "3"] });

  assert.equal(page, "<a 1>\n  <b $&>\n  <b 3>\n</a>");
});

test("the page is published after everything it names", () => {
  const { files, assets, stylesheet, modules, texts } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => `/${key}`));
  const named = [
    ...filled(PAGE, { ...VALUES, ...texts, assets, stylesheet, modules }).matchAll(/(?:src|href)="([^"]+)"/g),
  ].map(([, address]) => address);

  assert.equal(files.at(-1)?.key, "index.html");
  assert.ok(named.length > 50);
  assert.deepEqual(
    named.filter((address) => !keys.has(address)),
    ["/config.json"],
    "which publishing writes itself",
  );
});

test("the page preloads every module that the first page imports, and no other", () => {
  const { files, assets, modules } = site(FOLDER);
  const read = (/** @type {string} */ address) =>
    readFileSync(publishedAt(address, files).file, "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
  const entry = `${assets}/src/app/main.js`;
  const imported = new Set();
  for (const module of [entry, ...modules]) {
    for (const [, address] of read(module).matchAll(/(?:from|^import) "(\.[^"]+)"/gm)) {
      imported.add(path.posix.join(path.posix.dirname(module), address));
    }
  }
  imported.delete(entry);

  assert.ok(modules.length > 20);
  assert.deepEqual([...imported].sort(), modules.filter((address) => address.startsWith(assets)).sort());
});

test("the first page needs less than two thirds of the modules, and is less than 250 kB compressed", () => {
  const { files, assets, modules, stylesheet } = site(FOLDER);
  const own = files.filter(({ key }) => key.startsWith(`${assets.slice(1)}/src/`));
  const compressed = (/** @type {string} */ address) =>
    gzipSync(publishedAt(address, files).body ?? readFileSync(publishedAt(address, files).file)).length;
  const needed = [`${assets}/src/app/main.js`, stylesheet, ...modules];

  assert.ok(modules.length < (own.length * 2) / 3, `${modules.length} of ${own.length}`);
  const bytes = needed.reduce((sum, address) => sum + compressed(address), 0);
  assert.ok(bytes < 250_000, String(bytes));
  assert.deepEqual(
    needed.filter((address) => /features\/(document|rules|capture|trash)\/view|ui\/hit-list/.test(address)),
    [],
  );
});

test("the page names the texts of each language, and its modules have none", () => {
  const { files, assets, modules, texts } = site(FOLDER);
  const published = files.map(({ key }) => `/${key}`);

  assert.deepEqual(
    modules.filter((/** @type {string} */ address) => /\.(en|de)\.js$/.test(address)),
    [],
  );
  for (const language of /** @type {const} */ (["en", "de"])) {
    const named = texts[`texts_${language}`].split(" ");
    assert.deepEqual(named.sort(), published.filter((address) => address.endsWith(`.${language}.js`)).sort());
    assert.ok(named.every((address) => address.startsWith(assets)));
  }
});

test("an import that is only needed later is not preloaded, whatever form the others have", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "docloft-imports-"));
  mkdirSync(path.join(folder, "src/a"), { recursive: true });
  writeFileSync(
    path.join(folder, "src/main.js"),
    `import { a,\n  b } from "./a/a.js";\nimport "./side.js";\nexport * from "package";\nconst later = () => import("./later.js");\n`,
  );
  writeFileSync(path.join(folder, "src/a/a.js"), `import x from "../main.js";\nexport { y } from '../side.js';\n`);
  writeFileSync(path.join(folder, "src/side.js"), "");

  assert.deepEqual(staticImports(folder, "src/main.js"), ["src/a/a.js", "src/side.js"]);
});

test("the stylesheets of all components are one file, in which layers and colours come first", () => {
  const { files, stylesheet } = site(FOLDER);
  const text = String(publishedAt(stylesheet, files).body);
  const written = readdirSync(path.join(FOLDER, "src"), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".css"));

  assert.ok(written.length > 80);
  assert.deepEqual(
    files.filter(({ key }) => key.startsWith("assets/") && key.endsWith(".css")).map(({ key }) => `/${key}`),
    [stylesheet],
  );
  const places = ["ui/tokens.css", "ui/base.css"].map((name) =>
    text.indexOf(readFileSync(path.join(FOLDER, "src", name), "utf8")),
  );
  assert.equal(places[0], 0);
  for (const name of written) {
    const at = text.indexOf(readFileSync(path.join(FOLDER, "src", name), "utf8"));
    assert.ok(at >= 0, name);
    assert.ok(name.match(/tokens|base/) || at > places[1], name);
  }
});

test("every module that a module imports is published under the same version, and pdf.js where it is imported from", () => {
  const { files, versions } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => key));
  for (const { key, file, body } of files.filter(({ key }) => key.endsWith(".js"))) {
    for (const [, address] of String(body ?? readFileSync(file)).matchAll(
      /(?:^import|\bfrom) ?"([^"]+)"(?=[;\s]|$)/gm,
    )) {
      const imported = address.startsWith("/") ? address.slice(1) : path.posix.join(path.posix.dirname(key), address);
      assert.ok(keys.has(imported), `${key} imports ${address}`);
    }
  }
  const [, vendor] =
    readFileSync(path.join(FOLDER, "src/ui/pdf-library.js"), "utf8").match(/PDFJS = "\/([^"]+)"/) ?? [];
  assert.ok(versions.includes(vendor), `pdf-library.js looks in ${vendor}, published is ${versions}`);
  for (const name of ["pdf.min.mjs", "pdf.worker.min.mjs", "cmaps/Adobe-Japan1-UCS2.bcmap"]) {
    assert.ok(keys.has(vendor + name), name);
  }
});

test("only files that never change at their address are cached permanently", () => {
  const { files, versions } = site(FOLDER);
  for (const { key, cache } of files) {
    assert.equal(cache, versions.some((prefix) => key.startsWith(prefix)) ? IMMUTABLE : "no-cache", key);
  }
  assert.match(IMMUTABLE, /max-age=31536000, immutable/);
  assert.deepEqual(
    files.filter(({ cache }) => cache === "no-cache").map(({ key }) => key),
    [
      "service-worker.js",
      "favicon.svg",
      ...["icon-192", "icon-512", "maskable-512", "touch-180"].map((name) => `icons/${name}.png`),
      "manifest.webmanifest",
      "index.html",
    ],
  );
});

test("the service worker keeps every module and stylesheet of its version, and nothing that is large", () => {
  const { files, assets, modules, stylesheet } = site(FOLDER);
  const worker = String(publishedAt("/service-worker.js", files).body);
  const kept = worker.match(/FILES = "([^"]+)"/)?.[1]?.split(" ") ?? [];
  const size = (/** @type {string} */ address) => {
    const { body, file } = publishedAt(address, files);
    return (body ?? readFileSync(file)).length;
  };

  assert.ok(worker.includes(`ASSETS = "${assets}"`));
  assert.deepEqual(
    [...modules, stylesheet, `${assets}/src/app/main.js`, `${assets}/theme.js`].filter(
      (address) => !kept.includes(address),
    ),
    [],
  );
  assert.deepEqual(
    files.filter(({ key }) => key.startsWith(assets.slice(1)) && !kept.includes(`/${key}`)),
    [],
  );
  assert.ok(kept.reduce((sum, address) => sum + size(address), 0) < 1_500_000);
});

test("icons have the sizes that the manifest says, and all of them are published", () => {
  const { icons, scope, start_url } = JSON.parse(readFileSync(path.join(FOLDER, "manifest.webmanifest"), "utf8"));
  const { files } = site(FOLDER);
  for (const { src, sizes } of icons) {
    const { file } = publishedAt(src, files);
    if (!src.endsWith(".png")) continue;
    const head = readFileSync(file).subarray(16, 24);
    assert.equal(`${head.readUInt32BE(0)}x${head.readUInt32BE(4)}`, sizes, src);
  }
  assert.ok(icons.some((/** @type {{ purpose?: string }} */ { purpose }) => purpose === "maskable"));
  assert.deepEqual([scope, start_url], ["/", "/"]);
});

test("files have their media type, and a charset only if they are text", () => {
  const types = Object.fromEntries(site(FOLDER).files.map(({ key, type }) => [key.split(".").at(-1), type]));
  assert.deepEqual(
    [types.js, types.mjs, types.css, types.html, types.svg, types.wasm, types.ttf, types.bcmap],
    [
      "text/javascript; charset=utf-8",
      "text/javascript; charset=utf-8",
      "text/css; charset=utf-8",
      "text/html; charset=utf-8",
      "image/svg+xml",
      "application/wasm",
      "font/ttf",
      "application/octet-stream",
    ],
  );
});

test("a changed module or style is a new address for all of them, and the same files are the same address", () => {
  const copy = mkdtempSync(path.join(tmpdir(), "docloft-site-"));
  for (const name of ["src", "worker", "icons", "theme.js", "index.html", "favicon.svg", "manifest.webmanifest"]) {
    cpSync(path.join(FOLDER, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(FOLDER, "../node_modules"), path.join(copy, "node_modules"));
  const before = site(copy).assets;

  assert.equal(before, site(FOLDER).assets);
  writeFileSync(path.join(copy, "src/ui/card.css"), "@layer ui {}");
  assert.notEqual(site(copy).assets, before);
});

test("the page's policy names the exact API where the header allows every API of the region", () => {
  const policy = exactPolicy(WIDE, "https://abc123.execute-api.eu-central-1.amazonaws.com/prod");

  assert.equal(policy, WIDE.replace("https://*.execute-api", "https://abc123.execute-api"));
});

for (const [what, policy, api] of [
  ["a header that would block the API", WIDE, "https://abc123.execute-api.us-east-1.amazonaws.com/prod"],
  ["an API that only looks like one", WIDE, "https://execute-api.eu-central-1.amazonaws.com.example.org/prod"],
  ["a policy with another wildcard", `${WIDE}; img-src *`, "https://a.execute-api.eu-central-1.amazonaws.com/prod"],
]) {
  test(`${what} is not published`, () => {
    assert.throws(() => exactPolicy(policy, api));
  });
}

test("the previous version is kept, however often the same one is published again", () => {
  assert.deepEqual(versionBefore({}, "assets/1/ vendor/a/"), []);
  assert.deepEqual(versionBefore({ versions: "assets/1/ vendor/a/" }, "assets/2/ vendor/a/"), [
    "assets/1/",
    "vendor/a/",
  ]);
  const published = { versions: "assets/2/ vendor/a/", "versions-before": "assets/1/ vendor/a/" };
  assert.deepEqual(versionBefore(published, "assets/2/ vendor/a/"), ["assets/1/", "vendor/a/"]);
  assert.deepEqual(versionBefore(published, "assets/1/ vendor/a/"), ["assets/2/", "vendor/a/"]);
});
