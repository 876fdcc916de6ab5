/** docs/how-to/add-a-screen.md names the files that really make a screen. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const SRC = new URL("../src/", import.meta.url);
const TEXT = readFileSync(new URL("docs/how-to/add-a-screen.md", ROOT), "utf8");
const [NEW, EXISTING] = TEXT.split("\nExisting:\n");

/** Names of files in backquotes. */
const files = (text) => [...text.matchAll(/`([\w./-]+\.(?:js|ts|css))`/g)].map(([, name]) => name);

test("every existing file that it names is there", () => {
  const named = files(EXISTING).filter((name) => name.includes("/"));
  assert.ok(named.length > 6);
  assert.deepEqual(named.filter((name) => !existsSync(new URL(name, ROOT))), []);
});

test("a screen has the six files that are listed as new, with its stylesheet where it needs one", () => {
  const listed = [...new Set(files(NEW))];
  assert.deepEqual(listed.sort(), ["actions.js", "senders.css", "state.js", "strings.de.js", "strings.en.js", "view.js"]);
  assert.deepEqual(readdirSync(new URL("features/trash/", SRC)).sort(), listed.filter((name) => name !== "senders.css").sort());
});

test("three existing files name a screen, besides features that use its actions", () => {
  const modules = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  const naming = modules.filter((name) => readFileSync(new URL(name, SRC), "utf8").includes("/trash/"));
  assert.deepEqual(naming.filter((name) => !name.startsWith("features/")).sort(), ["app/main.js", "ui/catalogue.de.js", "ui/catalogue.en.js"]);
});
