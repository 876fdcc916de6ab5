import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { curlLine, folderScript, inboxUrl, requestKeys } from "../src/features/drop-keys/instructions.js";
import { t } from "../src/ui/strings.js";

const API = "https://a1b2.execute-api.eu-central-1.amazonaws.com/prod";
const described = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));

test("the line to paste sends the key and the file as the API describes", () => {
  const { post } = described.paths["/v1/inbox"];
  const [scheme] = Object.keys(post.security[0]);
  const { name, in: place } = described.components.securitySchemes[scheme];
  assert.deepEqual([place, name], ["header", "x-api-key"]);
  assert.ok(
    post.parameters.some(
      (/** @type {{ name: string, in: string }} */ parameter) =>
        parameter.name === "file_name" && parameter.in === "query",
    ),
  );
  assert.equal(
    curlLine(API, "k3y"),
    `curl -H "x-api-key: k3y" --data-binary @scan.pdf "${API}/v1/inbox?file_name=scan.pdf"`,
  );
});

test("the limit on the screen is the one the API describes", () => {
  const [limit] = /\d+ MB/.exec(described.paths["/v1/inbox"].post.summary) ?? [];
  assert.ok(limit && t("keys.limitsText").startsWith(limit));
});

test("a shell can read the script, whatever text replaces the key", () => {
  const script = folderScript(API, "the owner's key");
  execFileSync("sh", ["-n", "-c", script]);
  assert.ok(script.startsWith("key='the owners key'\n"));
  assert.ok(script.includes(`'${inboxUrl(API)}'`));
  assert.ok(script.includes('--url-query "file_name=$file"'));
});

test("the same name again is the same request, and another name is another request", () => {
  const requestKeyFor = requestKeys();
  const first = requestKeyFor("Scanner");
  assert.equal(requestKeyFor("Scanner"), first);
  const other = requestKeyFor("NAS");
  assert.notEqual(other, first);
  assert.notEqual(requestKeyFor("Scanner"), first);
});
