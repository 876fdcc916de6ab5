"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const Guard = require("../guard.cjs");

const { problemWithStage, retained } = Guard;

for (const stage of ["prod", "dev", "local", "test2", "a", "abcdefghijklmnop"]) {
  test(`${stage} is a valid stage name`, () => assert.equal(problemWithStage(stage), ""));
}

for (const stage of ["Prod", "my-stage", "my_stage", "2nd", "", "abcdefghijklmnopq", "prod dev", "prod\n", "über"]) {
  test(`${JSON.stringify(stage)} is refused with the rule for stage names`, () => {
    assert.match(problemWithStage(stage), /only lower-case letters and digits, at most 16/);
  });
}

for (const stage of ["frontend", "storage", "worker", "api"]) {
  test(`a stage cannot be called ${stage}`, () => assert.match(problemWithStage(stage), /the name of a service/));
}

test("resources with either policy that retains are retained", () => {
  const kept = { Table: { DeletionPolicy: "RetainExceptOnCreate" }, Queue: { DeletionPolicy: "Retain" } };
  const template = { Resources: { ...kept, Role: {}, Bucket: { DeletionPolicy: "Delete" } } };
  assert.deepEqual(retained(template), ["Table", "Queue"]);
  assert.deepEqual(retained({}), []);
});

/**
 * @param {object | null} template as deployed
 * @param {object} [compiled] from the local files
 * @param {{ command?: string, region?: string | null, buckets?: Record<string, string> }} [rest] the region of each
 *   bucket
 */
function guardOf(template, compiled = {}, { command = "remove", region = "eu-central-1", buckets = {} } = {}) {
  const serverless = {
    classes: { Error },
    getProvider: () => ({ getStage: () => "dev", getRegion: () => region }),
    processedInput: { commands: [command] },
    service: { provider: { compiledCloudFormationTemplate: compiled }, custom: { region } },
  };
  const guard = new Guard(serverless, {});
  guard.template = async () => /** @type {any} */ (template);
  guard.account = async () => "123456789012";
  guard.regionOfBucket = async (name) => buckets[name];
  return guard;
}

for (const command of ["deploy", "publish", "remove", "info"]) {
  test(`${command} without a region is refused, and the error says how to set one`, () => {
    assert.throws(
      () => guardOf({}, {}, { command, region: null }).checkCommand(),
      /No region is set.*export AWS_REGION=/,
    );
  });
}

test("packaging needs no region", () => guardOf({}, {}, { command: "package", region: null }).checkCommand());

for (const bucket of ["docloft-dev-site-123456789012", "docloft-dev-files-123456789012"]) {
  test(`a stage whose ${bucket} is in another region is not deployed a second time`, async () => {
    const guard = guardOf(null, {}, { command: "deploy", buckets: { [bucket]: "us-east-1" } });
    await assert.rejects(
      guard.checkDeploy(),
      /Nothing was deployed.*a stage dev in us-east-1.*export AWS_REGION=us-east-1/,
    );
  });
}

test("the rest of a stage in the same region is deployed", async () => {
  await guardOf(
    null,
    {},
    { command: "deploy", buckets: { "docloft-dev-site-123456789012": "eu-central-1" } },
  ).checkDeploy();
});

test("a deploy that would orphan retained resources is refused", async () => {
  const deployed = { Resources: { UserPool: { DeletionPolicy: "RetainExceptOnCreate" }, Role: {} } };
  await assert.rejects(
    guardOf(deployed, { Resources: { OwnerKey: {} } }).checkDeploy(),
    /Nothing was deployed. dev has UserPool/,
  );
});

test("a first deploy, and one that keeps all retained resources, is allowed", async () => {
  const deployed = { Resources: { UserPool: { DeletionPolicy: "RetainExceptOnCreate" }, Role: {} } };
  await guardOf(deployed, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
  await guardOf(null, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
});

test("a stack with retained resources is not removed, and the error names the command that does it", async () => {
  const guard = guardOf({ Resources: { UserPool: { DeletionPolicy: "Retain" } } });
  await assert.rejects(guard.checkRemoval(), /Nothing was removed. UserPool would remain.*make remove STAGE=dev/);
});

test("a stack without retained resources is removed", async () => {
  await guardOf({ Resources: { Role: {} } }).checkRemoval();
});

test("compose cannot remove anything, because it would leave an incomplete stage if one service refuses", async (context) => {
  process.env.SLS_COMPOSE = "1";
  context.after(() => delete process.env.SLS_COMPOSE);
  await assert.rejects(guardOf({ Resources: {} }).checkRemoval(), /make remove STAGE=dev/);
});
