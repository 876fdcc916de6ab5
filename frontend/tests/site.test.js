import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import Publish from "../deploy/publish.cjs";
import { IMMUTABLE, exactPolicy, filled, site, staticImports } from "../deploy/site.cjs";

const { versionBefore } = Publish;
const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(path.join(FOLDER, "index.html"), "utf8");
const VALUES = {
  assets: "/assets/1",
  stylesheets: ["/assets/1/a.css", "/assets/1/b.css"],
  modules: ["/assets/1/a.js", "/assets/1/b.js"],
  content_security_policy: "default-src 'none'; script-src 'self'",
};
const WIDE = "img-src 'self' blob:; connect-src 'self' https://*.execute-api.eu-central-1.amazonaws.com https://files.example.org; worker-src 'self'";

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
  const { files, assets, stylesheets, modules } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => `/${key}`));
  const named = [...filled(PAGE, { ...VALUES, assets, stylesheets, modules }).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);

  assert.equal(files.at(-1)?.key, "index.html");
  assert.ok(named.length > 50);
  assert.deepEqual(named.filter((address) => !keys.has(address)), []);
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

test("a stylesheet is one component in one layer, and the first ones define layers and colours", () => {
  const { files, assets, stylesheets } = site(FOLDER);
  /** @type {Record<string, string>} */
  const layers = { app: "app", ui: "ui", features: "features" };

  assert.deepEqual(stylesheets.slice(0, 2), [`${assets}/src/ui/tokens.css`, `${assets}/src/ui/base.css`]);
  assert.equal(new Set(stylesheets).size, files.filter(({ key }) => key.endsWith(".css")).length);
  for (const address of stylesheets.slice(2)) {
    const text = readFileSync(publishedAt(address, files).file, "utf8");
    const folder = address.slice(assets.length).split("/")[2];
    assert.ok(text.startsWith(`@layer ${layers[folder]} {\n`), address);
    assert.equal(text.match(/@layer/g)?.length, 1, address);
    assert.ok(text.split("\n").length <= 125, address);
  }
});

test("every module that a module imports is published under the same version, and pdf.js where it is imported from", () => {
  const { files, versions } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => key));
  for (const { key, file, body } of files.filter(({ key }) => key.endsWith(".js"))) {
    for (const [, address] of String(body ?? readFileSync(file)).matchAll(/(?:^import|\bfrom) ?"([^"]+)"(?=[;\s]|$)/gm)) {
      const imported = address.startsWith("/") ? address.slice(1) : path.posix.join(path.posix.dirname(key), address);
      assert.ok(keys.has(imported), `${key} imports ${address}`);
    }
  }
  const [, vendor] = readFileSync(path.join(FOLDER, "src/ui/pdf-library.js"), "utf8").match(/PDFJS = "\/([^"]+)"/) ?? [];
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
    ["service-worker.js", "favicon.svg", ...["icon-192", "icon-512", "maskable-512", "touch-180"].map((name) => `icons/${name}.png`), "manifest.webmanifest", "index.html"],
  );
});

test("the service worker keeps every module and stylesheet of its version, and nothing that is large", () => {
  const { files, assets, modules, stylesheets } = site(FOLDER);
  const ofPage = new Set([...modules, ...stylesheets]);
  const worker = String(publishedAt("/service-worker.js", files).body);
  const kept = worker.match(/FILES = "([^"]+)"/)?.[1]?.split(" ") ?? [];
  const size = (/** @type {string} */ address) => readFileSync(publishedAt(address, files).file).length;

  assert.ok(worker.includes(`ASSETS = "${assets}"`));
  assert.deepEqual([...modules, ...stylesheets, `${assets}/src/app/main.js`, `${assets}/theme.js`].filter((address) => !kept.includes(address)), []);
  assert.deepEqual(files.filter(({ key }) => key.startsWith(assets.slice(1)) && !kept.includes(`/${key}`)), []);
  assert.ok(kept.filter((address) => !ofPage.has(address)).length < 20, "the page has loaded nearly all of them");
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
  assert.deepEqual(versionBefore({ versions: "assets/1/ vendor/a/" }, "assets/2/ vendor/a/"), ["assets/1/", "vendor/a/"]);
  const published = { versions: "assets/2/ vendor/a/", "versions-before": "assets/1/ vendor/a/" };
  assert.deepEqual(versionBefore(published, "assets/2/ vendor/a/"), ["assets/1/", "vendor/a/"]);
  assert.deepEqual(versionBefore(published, "assets/1/ vendor/a/"), ["assets/2/", "vendor/a/"]);
});
