import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import Hosting from "../deploy/hosting.cjs";

const { fault, warning } = Hosting;

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10";
const OWN = { cdn: "true", site_origin: "https://papers.example.org", site_certificate: CERTIFICATE };

test("an address with its certificate is accepted, and so is having neither", () => {
  assert.equal(fault(OWN), "");
  assert.equal(fault({ cdn: "true", site_origin: "", site_certificate: "" }), "");
  assert.equal(fault({ cdn: "true", site_origin: "http://localhost:8080", site_certificate: "" }), "");
});

/** @type {[string, { cdn?: string, site_origin?: string, site_certificate?: string }, RegExp][]} */
const FAULTS = [
  [
    "a certificate of another region",
    { site_certificate: CERTIFICATE.replace("us-east-1", "eu-central-1") },
    /us-east-1/,
  ],
  ["a certificate without an address", { site_origin: "" }, /site_origin/],
  ["a certificate for plain HTTP", { site_origin: "http://papers.example.org" }, /https/],
  ["a certificate without CloudFront", { cdn: "false" }, /cdn/],
  ["an address with a path", { site_origin: "https://papers.example.org/" }, /without a path/],
  ["a name that is not an address", { site_origin: "papers.example.org" }, /like https:/],
];
for (const [what, change, says] of FAULTS) {
  test(`${what} is refused before anything is deployed`, () => {
    assert.match(fault({ ...OWN, ...change }), says);
  });
}

test("a site that browsers would reach by plain HTTP is not deployed", () => {
  assert.match(warning({ cdn: "false", site_origin: "" }), /HTTPS/);
  assert.equal(warning({ cdn: "false", site_origin: "https://papers.example.org" }), "");
  assert.equal(warning({ cdn: "true", site_origin: "" }), "");
});

/**
 * What CloudFront does with a request, by the function in the template.
 * @param {string} method
 * @param {string} uri
 */
function handled(method, uri) {
  const template = readFileSync(new URL("../resources/site.yml", import.meta.url), "utf8");
  const [, code] = template.match(/FunctionCode: \|\n((?: {8}.*\n)+)/) ?? [];
  return runInNewContext(`${code}\nhandler(event)`, { event: { request: { method, uri } } });
}

test("CloudFront serves the page for addresses of the application, and files for addresses of files", () => {
  assert.equal(handled("GET", "/documents/01JD0000000000000000000000").uri, "/index.html");
  assert.equal(handled("GET", "/service-worker.js").uri, "/service-worker.js");
});

test("files that are shared before the service worker is installed lead to the page, which says so", () => {
  const { statusCode, headers } = handled("POST", "/share");
  assert.deepEqual([statusCode, headers.location.value], [303, "/?shared=unready"]);
});

for (const [method, uri] of [
  ["POST", "/"],
  ["PUT", "/index.html"],
  ["DELETE", "/share"],
  ["OPTIONS", "/"],
]) {
  test(`${method} ${uri} is not passed on to the bucket`, () => assert.equal(handled(method, uri).statusCode, 405));
}
