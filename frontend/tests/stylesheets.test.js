/** The stylesheets of the features. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const FEATURES = new URL("../src/features/", import.meta.url);
/** The class that a selector begins with. */
const FIRST_CLASS = /^\s*\.([a-z][\w-]*)[^{}\n]*[{,]\s*$/gm;

test("no class is styled by two features, because every page has the stylesheets of all", () => {
  /** @type {Record<string, Set<string>>} */
  const owners = {};
  for (const path of readdirSync(FEATURES, { recursive: true }).map(String)) {
    if (!path.endsWith(".css")) continue;
    const feature = path.split("/")[0] ?? "";
    for (const [, name = ""] of readFileSync(new URL(path, FEATURES), "utf8").matchAll(FIRST_CLASS)) (owners[name] ??= new Set()).add(feature);
  }

  assert.ok(Object.keys(owners).length > 100);
  assert.deepEqual(Object.entries(owners).filter(([, features]) => features.size > 1).map(([name]) => name), []);
});
