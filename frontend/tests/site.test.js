import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import site from "../site.cjs";

const PAGE = readFileSync(new URL("../index.html", import.meta.url), "utf8");

test("the page says its policy before it names any script or style", () => {
  const page = site.withPolicy(PAGE, "default-src 'none'; script-src 'self'");
  const policy = page.indexOf(`content="default-src 'none'; script-src 'self'"`);
  assert.ok(policy > 0);
  assert.ok(policy < page.indexOf("<script"));
  assert.ok(policy < page.indexOf("<link"));
  assert.ok(!page.includes("{{"));
});

test("a page without a place for its policy is not published", () => {
  assert.throws(() => site.withPolicy("<html></html>", "default-src 'none'"));
});

test("a policy that would end its attribute is not published", () => {
  assert.throws(() => site.withPolicy(PAGE, `default-src "none"`));
});

test("the page is published after everything it names", () => {
  const keys = site.files(new URL("..", import.meta.url).pathname).map(({ key }) => key);
  assert.equal(keys.at(-1), "index.html");
  assert.ok(keys.includes("vendor/pdfjs/pdf.worker.min.mjs"));
});
