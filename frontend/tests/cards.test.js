import assert from "node:assert/strict";
import { test } from "node:test";

import { badge, card } from "../src/ui/cards.js";
import { nothing } from "../src/ui/html.js";
import { reasonOf } from "../src/ui/reasons.js";
import { t } from "../src/ui/strings.js";

/** The values in the badge's template. @returns {unknown[]} */
const shown = (/** @type {any} */ state) => /** @type {any} */ (badge({ state })).values;

test("a state is named by the catalogue, and one that only a newer API knows is shown as it is", () => {
  assert.ok(shown("failed").includes("Not readable"));
  assert.ok(shown("quarantined").includes("quarantined"));
});

test("a locked document is not called unreadable", () => {
  const locked = /** @type {any} */ (badge({ state: "failed", attention: /** @type {any} */ ({ kind: "locked" }) }));
  assert.ok(locked.values.includes("Locked"));
});

test("a ready document has a badge only when a part of its text is missing", () => {
  const partial = /** @type {any} */ (badge({ state: "ready", partial: ["text_cut"] })).values;
  assert.ok(partial.includes("Incomplete"));
  assert.equal(badge({ state: "ready", partial: [] }), nothing);
});

test("an attachment names the mail that it is in, except on the page of that mail", () => {
  const invoice = /** @type {any} */ ({
    title: "Invoice",
    media_type: "application/pdf",
    state: "ready",
    created_at: "2026-01-01",
    parent_title: "Your order",
  });
  const shownIn = (/** @type {Parameters<typeof card>[1]} */ options) => JSON.stringify(card(invoice, options));
  assert.ok(shownIn({}).includes("in Your order"));
  assert.ok(!shownIn({ showsParent: false }).includes("in Your order"));
});

test("a document whose pages are being read says which page it is at", () => {
  const busy = /** @type {any} */ (
    badge({ state: "ready", partial: ["no_ocr"], ocr_pages_done: 6, ocr_pages_total: 40 })
  );
  assert.ok(busy.values.includes("Reading page 7 of 40"));
  assert.equal(badge({ state: "ready", ocr_pages_done: 40, ocr_pages_total: 40 }), nothing);
});

test("in English, the reason is the API's own sentence, which may say more than its code", () => {
  const refused = { reason: "This is a program.", reason_code: "not_taken", reason_values: {} };
  assert.equal(reasonOf(refused), "This is a program.");
  assert.equal(reasonOf({ ...refused, reason: null }), "Docloft cannot read this kind of file.");
  const font = { reason: "In English.", reason_code: "not_accepted", reason_values: { kind: "font" } };
  assert.equal(reasonOf(font, "de"), "This is a font. Docloft cannot read it, but it can be kept as it is.");
  assert.match(
    reasonOf({ ...font, reason_values: { kind: "of_a_later_release" } }, "de"),
    /^This is a file type that Docloft does not know/,
  );
  assert.equal(reasonOf({ ...font, reason_code: "of_a_later_release" }, "de"), t("failed.unknown"));
});
