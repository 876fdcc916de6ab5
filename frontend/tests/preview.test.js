import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Problem } from "../src/api/problems.js";
import { ACTIONS } from "../src/features/document/actions.js";
import { failed } from "../src/features/document/preview.js";
import { isElsewhere, NotRendered, renditionOf } from "../src/features/document/rendition.js";
import { initialState, tabsOf, withDocument } from "../src/features/document/state.js";
import { setFormats } from "../src/ui/formats.js";
import { t } from "../src/ui/strings.js";

/** The texts in the template. */
const shown = (/** @type {unknown} */ error) => JSON.stringify(failed(error));

test("a preview that needs a password says so, and every other failure says that the original is safe", () => {
  const locked = Object.assign(new Error("No password given"), { name: "PasswordException" });

  assert.ok(shown(locked).includes(t("document.locked")));
  assert.ok(shown(new Error("Invalid PDF")).includes(t("document.previewFailed")));
  assert.ok(shown(undefined).includes(t("document.previewFailed")));
});

const PAGE = { url: "https://files.example.org/page", expires_at: "2026-11-30T00:00:00Z", missing: [], sent_at: null };

/** An API whose rendition is there after a job that ended like this. @param {object} job */
function apiAfter(job) {
  /** @type {string[]} */
  const calls = [];
  const record = (/** @type {string} */ name, /** @type {any} */ result) => async () => {
    calls.push(name);
    return result;
  };
  const api = {
    rendition: async () =>
      calls.push("rendition") > 1 ? PAGE : { url: null, expires_at: null, missing: [], sent_at: null },
    makeRendition: record("make", { job: { id: "J" } }),
    findJob: record("job", job),
  };
  return { deps: /** @type {any} */ ({ api }), calls };
}

test("a rendition is made when there is none, and only then", async () => {
  const { deps, calls } = apiAfter({ state: "done" });
  const { signal } = new AbortController();

  assert.deepEqual(await renditionOf(deps, "D", signal), PAGE);
  assert.deepEqual(calls, ["rendition", "make", "job", "rendition"]);
  assert.deepEqual(await renditionOf(deps, "D", signal), PAGE);
  assert.equal(calls.length, 5);
});

test("the time of a mail is shown again if it was another one in the reader's time zone", () => {
  globalThis.localStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ name) => (name === "docloft-zone" ? "Europe/Berlin" : null),
  });
  assert.equal(isElsewhere("2026-11-03T10:15:00+01:00"), false);
  assert.equal(isElsewhere("2026-11-03T09:15:00+00:00"), true);
  assert.equal(isElsewhere("2016-07-20T23:35:02-04:00"), true);
});

test("a rendition is printed from a link of its own, because that of the frame may have expired", async () => {
  const { deps, calls } = apiAfter({ state: "done" });
  calls.push("rendition");
  /** @type {any[]} */
  const offered = [];
  /** @type {string[]} */
  const opened = [];
  deps.toast = (/** @type {string} */ _text, /** @type {any} */ action) => offered.push(action);
  globalThis.window = /** @type {any} */ ({ open: (/** @type {string} */ url) => opened.push(url) });

  await ACTIONS.print(
    deps,
    /** @type {any} */ ({ document: { id: "D" }, rendition: "https://files.example.org/expired" }),
  );
  offered[0].act();

  assert.deepEqual(opened, [`${PAGE.url}#en`]);
});

test("a rendition that cannot be made has a reason in the reader's language, and other failures are raised", async () => {
  const { deps } = apiAfter({
    state: "failed",
    reason: "Too complex.",
    reason_code: "complex_layout",
    reason_values: {},
  });
  const { signal } = new AbortController();

  await assert.rejects(
    renditionOf(deps, "D", signal),
    (error) => error instanceof NotRendered && error.message === "Too complex.",
  );
  deps.api.rendition = async () => Promise.reject(new Problem(503, "unavailable", ""));
  await assert.rejects(renditionOf(deps, "D", signal), (error) => error instanceof Problem && error.status === 503);
});

test("the preview of a document with formatting comes first, and a search still opens its text", () => {
  setFormats(/** @type {any} */ ([{ media_type: "text/html", viewer: "text", has_rendition: true }]));
  const page = /** @type {any} */ ({ media_type: "text/html", thumbnail: null, ocr_pages_done: null });

  assert.deepEqual(tabsOf(page), ["preview", "text"]);
  assert.equal(withDocument(initialState(new URLSearchParams()), page).tab, "preview");
  assert.equal(withDocument(initialState(new URLSearchParams("q=boots")), page).tab, "text");
});

test("the frame of a rendition can neither run scripts nor reach this page", () => {
  const source = readFileSync(new URL("../src/features/document/rendition.js", import.meta.url), "utf8");

  assert.deepEqual(
    [...source.matchAll(/sandbox="([^"]*)"/g)].map(([, value]) => value),
    ["allow-popups allow-popups-to-escape-sandbox"],
  );
  assert.equal([...source.matchAll(/<iframe/g)].length, 1);
});
