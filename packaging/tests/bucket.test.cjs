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
    getProvider: () => ({
      getStage: () => "abcdefghijklmnop",
      naming: { getCoreTemplateFileName: () => "create.json" },
    }),
    utils: {
      writeFileSync: (/** @type {string} */ file, /** @type {unknown} */ content) => written.push([file, content]),
    },
  };

  new Bucket(serverless, {}).hooks["after:package:initialize"]();

  const BucketName = { "Fn::Sub": "docloft-abcdefghijklmnop-packages-frontend-${AWS::AccountId}" };
  assert.ok(BucketName["Fn::Sub"].replace("${AWS::AccountId}", "1".repeat(12)).length <= 63);
  for (const { Resources } of Object.values(provider)) {
    assert.deepEqual(Resources.ServerlessDeploymentBucket.Properties, { Kept: true, BucketName });
  }
  assert.deepEqual(written, [["frontend/.serverless/create.json", provider.coreCloudFormationTemplate]]);
});

const NAMED = { "Fn::Sub": "docloft-prod-packages-worker-${AWS::AccountId}" };

for (const [situation, before, expected] of /** @type {[string, any, any][]} */ ([
  ["a stack without a name for its bucket keeps it", { Properties: { Kept: true } }, undefined],
  ["a stack with the name keeps it", { Properties: { BucketName: NAMED } }, NAMED],
  ["a new stack gets the name", undefined, NAMED],
])) {
  test(situation, async () => {
    const Properties = { Encrypted: true, BucketName: NAMED };
    const provider = { compiledCloudFormationTemplate: { Resources: { ServerlessDeploymentBucket: { Properties } } } };
    const bucket = new Bucket({ service: { service: "docloft-worker", provider } }, {});
    bucket.template = async () => before && { Resources: { ServerlessDeploymentBucket: before } };

    await bucket.hooks["before:deploy:deploy"]();

    assert.deepEqual(Properties, expected ? { Encrypted: true, BucketName: expected } : { Encrypted: true });
  });
}
