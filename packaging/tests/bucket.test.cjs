"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const Bucket = require("../bucket.cjs");

test("both templates name the bucket after stage and service, in at most 63 characters", () => {
  const template = () => ({ Resources: { ServerlessDeploymentBucket: { Properties: { Kept: true } } } });
  const provider = { coreCloudFormationTemplate: template(), compiledCloudFormationTemplate: template() };
  /** @type {[string, unknown][]} */
  const written = [];
  const serverless = {
    service: { service: "docloft-frontend", provider },
    serviceDir: "frontend",
    getProvider: () => ({ getStage: () => "abcdefghijklmnop", naming: { getCoreTemplateFileName: () => "create.json" } }),
    utils: { writeFileSync: (/** @type {string} */ file, /** @type {unknown} */ content) => written.push([file, content]) },
  };

  new Bucket(serverless).hooks["after:package:initialize"]();

  const BucketName = { "Fn::Sub": "docloft-abcdefghijklmnop-packages-frontend-${AWS::AccountId}" };
  assert.ok(BucketName["Fn::Sub"].replace("${AWS::AccountId}", "1".repeat(12)).length <= 63);
  for (const { Resources } of Object.values(provider)) {
    assert.deepEqual(Resources.ServerlessDeploymentBucket.Properties, { Kept: true, BucketName });
  }
  assert.deepEqual(written, [["frontend/.serverless/create.json", provider.coreCloudFormationTemplate]]);
});
