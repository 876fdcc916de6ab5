import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { chosenLanguage, chosenLocale, t } from "../src/ui/strings.js";
import de from "../src/ui/catalogue.de.js";
import en from "../src/ui/catalogue.en.js";

const SOURCES = new URL("../src/", import.meta.url);
const names = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith("strings.en.js"),
);
const sources = await Promise.all(names.map(async (name) => (await import(new URL(name, SOURCES).href)).default));

test("the first preferred language that has a catalogue is chosen, else English", () => {
  assert.equal(chosenLanguage(["pl-PL", "de-AT", "en"]), "de");
  assert.equal(chosenLanguage(["pl"]), "en");
});

test("dates are written as in the first preferred region of the chosen language", () => {
  assert.equal(chosenLocale(["pl-PL", "en-GB", "en-US"]), "en-GB");
  assert.equal(chosenLocale(["de"]), "de");
  assert.equal(chosenLocale(["pl"]), "en");
});

test("one and many have different texts", () => {
  assert.equal(t("uploads.done", { n: 1 }), "1 document added");
  assert.equal(t("uploads.done", { n: 50 }), "50 documents added");
});

test("every catalogue has the same keys, with the same values to fill in", () => {
  const values = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(([value]) => value).sort();
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(de))
    assert.deepEqual(values(text), values(/** @type {Record<string, string>} */ (en)[key]), key);
});

test("no two features use the same key", () => {
  const keys = sources.flatMap((strings) => Object.keys(strings));
  assert.equal(new Set(keys).size, keys.length);
});

/** @type {Record<string, Record<string, string>>} */
const CATALOGUES = { de, en };
for (const [language, catalogue] of Object.entries(CATALOGUES)) {
  for (const folder of [
    "app",
    "ui",
    ...readdirSync(new URL("features/", SOURCES)).map((feature) => `features/${feature}`),
  ]) {
    test(`the catalogue has the texts of ${folder} in the language ${language}`, async () => {
      const { default: strings } = await import(new URL(`${folder}/strings.${language}.js`, SOURCES).href);
      assert.ok(Object.keys(strings).length > 0);
      assert.deepEqual(
        Object.entries(strings).filter(([key, text]) => catalogue[key] !== text),
        [],
      );
    });
  }
}

test("every key of the catalogue is used, and every form of a plural is there", () => {
  const modules = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".js") && !/strings\.\w\w\.|catalogue/.test(name),
  );
  const code = modules.map((name) => readFileSync(new URL(name, SOURCES), "utf8")).join("");
  const isUsed = (/** @type {string} */ key) =>
    code.includes(`"${key}"`) || code.includes(`\`${key.slice(0, key.indexOf(".") + 1)}\${`);
  const names = Object.keys(en).map((key) => key.replace(/\.(one|other)$/, ""));

  assert.deepEqual(
    names.filter((key) => !isUsed(key) && !/^(format|kind)\./.test(key)),
    [],
  );
  for (const key of Object.keys(en).filter((name) => name.endsWith(".one")))
    assert.ok(key.replace(/one$/, "other") in en, key);
});
