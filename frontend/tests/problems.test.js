import assert from "node:assert/strict";
import { test } from "node:test";

import { isAbort, offline, Problem, problemFrom, sentence } from "../src/api/problems.js";
import { t } from "../src/ui/strings.js";

const body = (more = {}) =>
  JSON.stringify({
    type: "urn:docloft:problem:conflict",
    detail: "It is not in the trash.",
    correlation_id: "c1",
    ...more,
  });

test("an invalid part of a request is named in the reader's language, or as the API says it", () => {
  const sentenceOf = (/** @type {object} */ part) => {
    const errors = [{ pointer: "/title", detail: "In English.", ...part }];
    return problemFrom(400, JSON.stringify({ type: "urn:docloft:problem:invalid-request", errors }), new Headers())
      .message;
  };
  assert.equal(
    sentenceOf({ code: "title_length", values: { most: "200" } }),
    t("reason.title_length", { most: "200" }),
  );
  assert.deepEqual([sentenceOf({ code: "of_a_later_release" }), sentenceOf({})], ["In English.", "In English."]);
});

test("what the API says in English only is not shown to readers of another language", () => {
  const shownTo = (/** @type {string} */ reader, /** @type {object} */ more = {}) =>
    problemFrom(409, body(more), new Headers(), "", reader).message;
  assert.deepEqual([shownTo("de"), shownTo("en")], [t("refusal.conflict"), "It is not in the trash."]);
  assert.equal(shownTo("de", { type: "urn:docloft:problem:of-a-later-release" }), t("refusal.unknown"));
  assert.equal(shownTo("de", { errors: [{ pointer: "/title", detail: "Too long." }] }), t("refusal.conflict"));
  assert.equal(
    shownTo("de", { errors: [{ pointer: "/date", detail: "No date.", code: "no_date", values: {} }] }),
    t("reason.no_date"),
  );
  const full = { reason_code: "too_many_keys", reason_values: { limit: "20" } };
  assert.equal(shownTo("de", full), t("reason.too_many_keys", { limit: "20" }));
});

test("a problem has the code, sentence, id and delay of the response", () => {
  const problem = problemFrom(409, body(), new Headers({ "Retry-After": "3" }));
  assert.deepEqual(
    [problem.code, problem.message, problem.id, problem.retryAfter],
    ["conflict", "It is not in the trash.", "c1", 3],
  );
});

test("a code that the catalogue has is reported in the person's language", () => {
  const problem = problemFrom(503, body({ type: "urn:docloft:problem:try-again" }), new Headers());
  assert.deepEqual([problem.code, problem.message], ["try-again", t("problem.try-again")]);
});

test("what is forbidden is explained by the person's role", () => {
  const forbidden = body({ type: "urn:docloft:problem:forbidden" });
  const sentenceFor = (role = "") => problemFrom(403, forbidden, new Headers(), role).message;
  assert.equal(sentenceFor("viewer"), t("problem.forbidden.viewer"));
  assert.equal(sentenceFor("editor"), t("problem.forbidden.editor"));
  // An owner may do everything: their role was changed since the page was loaded.
  assert.equal(sentenceFor("owner"), t("problem.forbidden"));
  assert.equal(sentenceFor(""), t("problem.forbidden"));
});

test("a role does not change other problems", () => {
  assert.equal(
    problemFrom(503, body({ type: "urn:docloft:problem:try-again" }), new Headers(), "viewer").message,
    t("problem.try-again"),
  );
});

test("the first invalid field is reported, before anything else", () => {
  const errors = [
    { pointer: "/title", detail: "Too long." },
    { pointer: "/date", detail: "No date." },
  ];
  assert.equal(problemFrom(422, body({ errors }), new Headers()).message, "Too long.");
});

test("an empty list of invalid fields leaves the problem's own sentence", () => {
  assert.equal(problemFrom(422, body({ errors: [] }), new Headers()).message, "It is not in the trash.");
});

for (const [what, text] of [
  ["HTML of a gateway", "<html>Bad gateway</html>"],
  ["no body", ""],
  ["JSON without a sentence", "{}"],
  ["JSON that is not an object", "null"],
]) {
  test(`${what} is an unknown problem with a sentence`, () => {
    const problem = problemFrom(502, text, new Headers());
    assert.deepEqual([problem.status, problem.code, problem.message], [502, "unknown", t("error.unknown")]);
  });
}

test("only requests that were not decided may be repeated", () => {
  const statuses = [0, 400, 401, 404, 409, 412, 413, 429, 500, 502, 503, 504];
  assert.deepEqual(
    statuses.filter((status) => new Problem(status, "", "").passes),
    [0, 429, 502, 503, 504],
  );
});

test("being offline is a problem without a status", () => {
  assert.deepEqual([offline().status, offline().code, sentence(offline())], [0, "offline", t("error.offline")]);
});

test("an error in our own code is reported without its technical text", () => {
  assert.equal(sentence(new TypeError("x is undefined")), t("error.unknown"));
});

test("only an aborted request is an abort", () => {
  assert.ok(isAbort(new DOMException("", "AbortError")));
  assert.ok(!isAbort(new DOMException("", "NotFoundError")));
  assert.ok(!isAbort(new Error("AbortError")));
});
