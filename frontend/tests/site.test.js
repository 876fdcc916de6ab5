import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { versionBefore } from "../publish.cjs";
import { FOR_EVER, exactPolicy, filled, site } from "../site.cjs";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(path.join(FOLDER, "index.html"), "utf8");
const VALUES = { assets: "/assets/1", content_security_policy: "default-src 'none'; script-src 'self'" };
const WIDE = "img-src 'self' blob:; connect-src 'self' https://*.execute-api.eu-central-1.amazonaws.com https://files.example.org; worker-src 'self'";

test("the page says its policy before it names any script or style", () => {
  const page = filled(PAGE, VALUES);
  const policy = page.indexOf(`content="default-src 'none'; script-src 'self'"`);
  assert.ok(policy > 0);
  assert.ok(policy < page.indexOf("<script"));
  assert.ok(policy < page.indexOf("<link"));
  assert.ok(!page.includes("{{"));
});

for (const [what, page, values] of [
  ["a page without a place for its policy", "<html>{{ assets }}</html>", VALUES],
  ["a place that nobody fills", `${PAGE}{{ more }}`, VALUES],
  ["a policy that would end its attribute", PAGE, { ...VALUES, content_security_policy: `default-src "none"` }],
]) {
  test(`${what} is not published`, () => {
    assert.throws(() => filled(page, values));
  });
}

test("the page is published after everything it names", () => {
  const { files, assets } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => `/${key}`));
  const named = [...filled(PAGE, { ...VALUES, assets }).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);

  assert.equal(files.at(-1).key, "index.html");
  assert.ok(named.length > 6);
  assert.deepEqual(named.filter((address) => !keys.has(address)), []);
});

test("what a module imports lies under the same version, and pdf.js where it is looked for", () => {
  const { files, versions } = site(FOLDER);
  const keys = new Set(files.map(({ key }) => key));
  for (const { key, file } of files.filter(({ key }) => key.startsWith("assets/") && key.endsWith(".js"))) {
    for (const [, address] of readFileSync(file, "utf8").matchAll(/(?:from|import) "(\.[^"]+)"/g)) {
      assert.ok(keys.has(path.posix.join(path.posix.dirname(key), address)), `${key} imports ${address}`);
    }
  }
  const [, vendor] = readFileSync(path.join(FOLDER, "src/features/document/pdf.js"), "utf8").match(/PDFJS = "\/([^"]+)"/);
  assert.ok(versions.includes(vendor), `pdf.js looks in ${vendor}, published is ${versions}`);
  for (const name of ["pdf.min.mjs", "pdf.worker.min.mjs", "cmaps/Adobe-Japan1-UCS2.bcmap"]) {
    assert.ok(keys.has(vendor + name), name);
  }
});

test("only what never changes at its address is kept for ever", () => {
  const { files, versions } = site(FOLDER);
  for (const { key, cache } of files) {
    assert.equal(cache, versions.some((prefix) => key.startsWith(prefix)) ? FOR_EVER : "no-cache", key);
  }
  assert.match(FOR_EVER, /max-age=31536000, immutable/);
  assert.deepEqual(
    files.filter(({ cache }) => cache === "no-cache").map(({ key }) => key),
    ["favicon.svg", "index.html"],
  );
});

test("files say what they are, and no encoding they do not have", () => {
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
  for (const name of ["src", "styles", "theme.js", "index.html", "favicon.svg"]) {
    cpSync(path.join(FOLDER, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(FOLDER, "../node_modules"), path.join(copy, "node_modules"));
  const before = site(copy).assets;

  assert.equal(before, site(FOLDER).assets);
  writeFileSync(path.join(copy, "styles/views.css"), "@layer views {}");
  assert.notEqual(site(copy).assets, before);
});

test("the page's policy names the API alone where the header's has to allow every API of the region", () => {
  const policy = exactPolicy(WIDE, "https://abc123.execute-api.eu-central-1.amazonaws.com/prod");

  assert.equal(policy, WIDE.replace("https://*.execute-api", "https://abc123.execute-api"));
});

for (const [what, policy, api] of [
  ["a header that would refuse the API", WIDE, "https://abc123.execute-api.us-east-1.amazonaws.com/prod"],
  ["an API that only looks like one", WIDE, "https://execute-api.eu-central-1.amazonaws.com.example.org/prod"],
  ["a policy that is wide elsewhere", `${WIDE}; img-src *`, "https://a.execute-api.eu-central-1.amazonaws.com/prod"],
]) {
  test(`${what} is not published`, () => {
    assert.throws(() => exactPolicy(policy, api));
  });
}

test("the version before stays, however often the same one is published again", () => {
  assert.deepEqual(versionBefore({}, "assets/1/ vendor/a/"), []);
  assert.deepEqual(versionBefore({ versions: "assets/1/ vendor/a/" }, "assets/2/ vendor/a/"), ["assets/1/", "vendor/a/"]);
  const published = { versions: "assets/2/ vendor/a/", "versions-before": "assets/1/ vendor/a/" };
  assert.deepEqual(versionBefore(published, "assets/2/ vendor/a/"), ["assets/1/", "vendor/a/"]);
  assert.deepEqual(versionBefore(published, "assets/1/ vendor/a/"), ["assets/2/", "vendor/a/"]);
});
