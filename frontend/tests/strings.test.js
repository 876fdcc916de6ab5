import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { bytes, day, hex, kind } from "../src/ui/format.js";
import { Problem, problemFrom, sentence } from "../src/api/problems.js";
import { chosenLanguage, t } from "../src/ui/strings.js";
import de from "../src/ui/catalogue.de.js";
import en from "../src/ui/catalogue.en.js";

const ROOM = new URL("../src/", import.meta.url);
const names = readdirSync(ROOM, { recursive: true }).filter((name) => name.endsWith("strings.en.js"));
const sources = await Promise.all(names.map(async (name) => (await import(new URL(name, ROOM).href)).default));

test("the first language that is spoken here is taken, else English", () => {
  assert.equal(chosenLanguage(["pl-PL", "de-AT", "en"]), "de");
  assert.equal(chosenLanguage(["pl"]), "en");
});

test("one and many are different sentences", () => {
  assert.equal(t("uploads.done", { n: 1 }), "1 document added");
  assert.equal(t("uploads.done", { n: 50 }), "50 documents added");
});

test("sizes, days and kinds are as people say them", () => {
  assert.equal(bytes(104_857_600), "104.9 MB");
  assert.equal(bytes(900), "900 bytes");
  assert.equal(day("2024-05-01"), "May 1, 2024");
  assert.equal(kind("application/pdf"), "PDF");
  assert.equal(hex("AAH/"), "0001ff");
});

test("a problem of the API speaks for itself", () => {
  const body = JSON.stringify({ type: "urn:docloft:problem:conflict", detail: "It is not in the trash.", correlation_id: "c1" });
  const problem = problemFrom(409, body, new Headers({ "Retry-After": "3" }));
  assert.deepEqual([problem.code, problem.message, problem.id, problem.retryAfter], ["conflict", "It is not in the trash.", "c1", 3]);
});

test("what the API says the same every time is said in the catalogue's words", () => {
  const body = JSON.stringify({ type: "urn:docloft:problem:try-again", detail: "Docloft could not answer.", correlation_id: "c2" });
  const problem = problemFrom(503, body, new Headers());
  assert.deepEqual([problem.code, problem.message, problem.id], ["try-again", t("problem.try-again"), "c2"]);
});

test("an answer that is no problem still is a sentence", () => {
  const problem = problemFrom(502, "<html>Bad gateway</html>", new Headers());
  assert.match(problem.message, /Nothing was lost/);
  assert.equal(problem.passes, true);
  assert.match(sentence(new TypeError("x is undefined")), /Nothing was lost/);
});

test("only what decided nothing is tried again", () => {
  const passing = [0, 400, 401, 404, 409, 412, 413, 429, 500, 502, 503, 504].filter((status) => new Problem(status, "", "").passes);
  assert.deepEqual(passing, [0, 429, 502, 503, 504]);
});

test("every catalogue has the same keys, with the same values to fill in", () => {
  const values = (text) => [...text.matchAll(/\{\w+\}/g)].map(([value]) => value).sort();
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(de)) assert.deepEqual(values(text), values(en[key]), key);
});

test("no two features use the same key", () => {
  const features = sources.map((catalogue) => Object.keys(catalogue));
  assert.equal(new Set(features.flat()).size, features.flat().length);
  assert.deepEqual(features.flat().sort(), Object.keys(en).sort());
});
