/** docs/how-to/add-a-screen.md names the files that a screen really has. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const SRC = new URL("../src/", import.meta.url);
const TEXT = readFileSync(new URL("docs/how-to/add-a-screen.md", ROOT), "utf8");
const [NEW, EXISTING] = TEXT.split("\nExisting:\n");

/** Names of files in backquotes. */
const files = (/** @type {string} */ text) =>
  [...text.matchAll(/`([\w./-]+\.(?:js|ts|css))`/g)].map(([, name]) => name);

test("every existing file that it names is there", () => {
  const named = files(EXISTING).filter((name) => name.includes("/"));
  assert.ok(named.length > 5);
  assert.deepEqual(
    named.filter((name) => !existsSync(new URL(name, ROOT))),
    [],
  );
});

test("a screen has the six files that are listed as new, of which it needs its view and its texts", () => {
  const needed = ["strings.de.js", "strings.en.js", "view.js"];
  assert.deepEqual([...new Set(files(NEW))].sort(), ["actions.js", "senders.css", "state.js", ...needed]);
  assert.deepEqual(readdirSync(new URL("features/trash/", SRC)).sort(), ["actions.js", "state.js", ...needed]);
  assert.deepEqual(readdirSync(new URL("features/sign-in/", SRC)).sort(), ["sign-in.css", ...needed]);
});

test("three existing files name a screen, besides features that use its actions", () => {
  const modules = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  const naming = modules.filter((name) => readFileSync(new URL(name, SRC), "utf8").includes("/trash/"));
  assert.deepEqual(naming.filter((name) => !name.startsWith("features/")).sort(), [
    "app/screens.js",
    "ui/catalogue.de.js",
    "ui/catalogue.en.js",
  ]);
  const linking = modules.filter((name) => readFileSync(new URL(name, SRC), "utf8").includes('"/trash"'));
  assert.deepEqual(
    linking.filter((name) => !name.startsWith("features/")),
    ["app/screens.js"],
  );
});
