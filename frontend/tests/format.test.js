import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { bytes, facts, hex, languageName, moment, money } from "../src/ui/format.js";

test("sizes have the unit that people use", () => {
  const sizes = [0, 1, 900, 1000, 104_857_600, 2_500_000_000, 5_000_000_000_000];
  assert.deepEqual(sizes.map(bytes), ["0 bytes", "1 byte", "900 bytes", "1 kB", "104.9 MB", "2.5 GB", "5,000 GB"]);
});

test("a day without a time is the same day in every time zone", () => {
  const format = new URL("../src/ui/format.js", import.meta.url).href;
  const program = `import { day } from ${JSON.stringify(format)}; process.stdout.write(day("2024-05-01"));`;
  for (const TZ of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    assert.equal(
      execFileSync(process.execPath, ["--input-type=module", "-e", program], {
        env: { ...process.env, TZ },
      }).toString(),
      "May 1, 2024",
    );
  }
});

test("a time has a day and a time of day", () => {
  assert.match(moment("2024-05-01T10:00:00Z"), /2024, \d{1,2}:\d\d/);
});

test("a checksum is hexadecimal, with leading zeros", () => {
  assert.equal(hex("AAH/"), "0001ff");
});

test("a language has a name, and an unknown one is shown by its code", () => {
  assert.deepEqual([languageName("de"), languageName("qqq")], ["German", "qqq"]);
});

test("the facts of a document are its format, its pages where it has several, and its date", () => {
  /** @type {any} */
  const document = {
    media_type: "application/pdf",
    pages: 3,
    document_date: "2020-02-29",
    created_at: "2024-05-01T10:00:00Z",
  };
  assert.deepEqual(facts(document), ["PDF", "3 pages", "Feb 29, 2020"]);
  assert.deepEqual(facts({ ...document, pages: 1, document_date: null }), ["PDF", "", "added May 1, 2024"]);
});

test("an amount is written as in the reader's country, with or without its currency", () => {
  assert.deepEqual(["1234.50 EUR", "119.00"].map(money), ["€1,234.50", "119.00"]);
});

test("a language is named by its two or three letters, and one that is not in ISO 639 by its code", () => {
  assert.deepEqual(["de", "deu", "jpn", "chi_sim"].map(languageName), ["German", "German", "Japanese", "chi_sim"]);
});
