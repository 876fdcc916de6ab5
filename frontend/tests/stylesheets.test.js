/** The stylesheets of the components. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCE = new URL("../src/", import.meta.url);
const FEATURES = new URL("../src/features/", import.meta.url);
/** The class that a selector begins with. */
const FIRST_CLASS = /^\s*\.([a-z][\w-]*)[^{}\n]*[{,]\s*$/gm;
/** The rules directly inside the cascade layer of a file, by their indentation. */
const OUTERMOST = /^ {2}(?=\S)(?!\/\*).*[{,]$/gm;

test("no class is styled by two features, because every page has the stylesheets of all", () => {
  /** @type {Record<string, Set<string>>} */
  const owners = {};
  for (const path of readdirSync(FEATURES, { recursive: true }).map(String)) {
    if (!path.endsWith(".css")) continue;
    const feature = path.split("/")[0] ?? "";
    for (const [, name = ""] of readFileSync(new URL(path, FEATURES), "utf8").matchAll(FIRST_CLASS))
      (owners[name] ??= new Set()).add(feature);
  }

  assert.ok(Object.keys(owners).length > 100);
  assert.deepEqual(
    Object.entries(owners)
      .filter(([, features]) => features.size > 1)
      .map(([name]) => name),
    [],
  );
});

test("no stylesheet consists of one query, because a component's queries are inside its own stylesheet", () => {
  const files = readdirSync(SOURCE, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".css"));
  const alone = files.filter((path) => {
    const outermost = readFileSync(new URL(path, SOURCE), "utf8").match(OUTERMOST) ?? [];
    return outermost.length > 0 && outermost.every((rule) => /^\s+@(media|container|supports)/.test(rule));
  });

  assert.ok(files.length > 80);
  assert.deepEqual(alone, []);
});

test("a stylesheet is one component in the layer of its folder; only the first two are others", () => {
  const files = readdirSync(SOURCE, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".css"));
  for (const name of files) {
    if (name === "ui/tokens.css" || name === "ui/base.css") continue;
    const text = readFileSync(new URL(name, SOURCE), "utf8");
    assert.ok(text.startsWith(`@layer ${name.split("/")[0]} {\n`), name);
    assert.equal(text.match(/@layer/g)?.length, 1, name);
    assert.ok(text.split("\n").length <= 125, name);
  }
});
