"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");

const region = require("../region.cjs");

const PROFILES =
  "[default]\nregion = us-west-2\n[profile work]\nregion = ap-southeast-2\n[profile bare]\noutput = json\n";

/**
 * @param {import("node:test").TestContext} context
 * @param {Record<string, string>} variables the only ones of AWS's that are set
 */
function environment(context, variables) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "docloft-region-"));
  const config = path.join(folder, "config");
  fs.writeFileSync(config, PROFILES);
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, {
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "none"),
    ...variables,
  });
  context.after(() => {
    process.env = before;
    fs.rmSync(folder, { recursive: true });
  });
}

for (const [
  title,
  variables,
  options,
  expected,
] of /** @type {[string, Record<string, string>, Record<string, string>, string | null][]} */ ([
  ["the option, whatever else is set", { AWS_REGION: "eu-west-1" }, { region: "sa-east-1" }, "sa-east-1"],
  ["AWS_REGION", { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-3" }, {}, "eu-west-1"],
  ["AWS_DEFAULT_REGION", { AWS_DEFAULT_REGION: "eu-west-3" }, {}, "eu-west-3"],
  ["the default profile", {}, {}, "us-west-2"],
  ["the profile in AWS_PROFILE", { AWS_PROFILE: "work" }, {}, "ap-southeast-2"],
  ["the profile in --aws-profile", {}, { "aws-profile": "work" }, "ap-southeast-2"],
  ["nothing, for a profile without one", { AWS_PROFILE: "bare" }, {}, null],
  ["nothing, for a profile that does not exist", { AWS_PROFILE: "missing" }, {}, null],
])) {
  test(`the region comes from ${title}`, async (context) => {
    environment(context, variables);
    assert.equal(await region({ options }), expected);
  });
}
