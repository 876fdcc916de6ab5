"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { patches } = require("../throttling.cjs");

const LIMITS = {
  default: { rate: 500, burst: 1000 },
  "GET /v1/documents/{document_id}": { rate: 5, burst: 10 },
};

test("a new stage gets every limit", () => {
  assert.deepEqual(patches(LIMITS, {}), [
    { op: "replace", path: "/*/*/throttling/rateLimit", value: "500" },
    { op: "replace", path: "/*/*/throttling/burstLimit", value: "1000" },
    { op: "replace", path: "/~1v1~1documents~1{document_id}/GET/throttling/rateLimit", value: "5" },
    { op: "replace", path: "/~1v1~1documents~1{document_id}/GET/throttling/burstLimit", value: "10" },
  ]);
});

for (const spelled of ["~1v1~1documents~1{document_id}/GET", "/v1/documents/{document_id}/GET"]) {
  test(`a stage that is up to date (${spelled}) is not changed`, () => {
    const current = {
      "*/*": { throttlingRateLimit: 500, throttlingBurstLimit: 1000 },
      [spelled]: { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
    };
    assert.deepEqual(patches(LIMITS, current), []);
  });
}

test("limits that the template set on the emulator are set again as it enforces them", () => {
  const limits = { "GET /v1/search": { rate: 5, burst: 10 } };
  const current = { "/~1v1~1search/GET": { throttlingRateLimit: 5, throttlingBurstLimit: 10 } };

  assert.equal(patches(limits, current).length, 2);
});

test("a limit that differs is set, and one that is no longer declared is removed", () => {
  const current = {
    "*/*": { throttlingRateLimit: 10_000, throttlingBurstLimit: 1000 },
    "~1v1~1documents~1{document_id}/GET": { throttlingRateLimit: 5, throttlingBurstLimit: 10 },
    "~1v1~1search/GET": { throttlingRateLimit: 1, throttlingBurstLimit: 1 },
  };
  assert.deepEqual(patches(LIMITS, current), [
    { op: "remove", path: "/~1v1~1search/GET" },
    { op: "replace", path: "/*/*/throttling/rateLimit", value: "500" },
  ]);
});
