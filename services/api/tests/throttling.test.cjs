"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { patches } = require("../throttling.cjs");

const LIMITS = {
  default: { rate: 500, burst: 1000 },
  "GET /v1/documents/{document_id}": { rate: 5, burst: 10 },
};

test("a new stage is told every limit", () => {
  assert.deepEqual(patches(LIMITS, {}), [
    { op: "replace", path: "/*/*/throttling/rateLimit", value: "500" },
    { op: "replace", path: "/*/*/throttling/burstLimit", value: "1000" },
    { op: "replace", path: "/~1v1~1documents~1{document_id}/GET/throttling/rateLimit", value: "5" },
    { op: "replace", path: "/~1v1~1documents~1{document_id}/GET/throttling/burstLimit", value: "10" },
  ]);
});

for (const spelled of ["~1v1~1documents~1{document_id}/GET", "/v1/documents/{document_id}/GET"]) {
  test(`a stage that stands as written (${spelled}) is left alone`, () => {
    const stands = {
      "*/*": { throttlingRateLimit: 500, throttlingBurstLimit: 1000 },
      [spelled]: { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
    };
    assert.deepEqual(patches(LIMITS, stands), []);
  });
}

test("what the template set on the local stage is told in the spelling it heeds", () => {
  const limits = { "GET /v1/search": { rate: 5, burst: 10 } };
  const stands = { "/~1v1~1search/GET": { throttlingRateLimit: 5, throttlingBurstLimit: 10 } };

  assert.equal(patches(limits, stands).length, 2);
});

test("a limit that differs is set, one no longer written is taken off", () => {
  const stands = {
    "*/*": { throttlingRateLimit: 10_000, throttlingBurstLimit: 1000 },
    "~1v1~1documents~1{document_id}/GET": { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
    "~1v1~1search/GET": { throttlingRateLimit: 1, throttlingBurstLimit: 1 },
  };
  assert.deepEqual(patches(LIMITS, stands), [
    { op: "remove", path: "/~1v1~1search/GET" },
    { op: "replace", path: "/*/*/throttling/rateLimit", value: "500" },
  ]);
});
