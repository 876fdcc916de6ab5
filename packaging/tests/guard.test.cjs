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

test("only resources with the policy Retain are retained", () => {
  const template = { Resources: { Table: { DeletionPolicy: "Retain" }, Role: {}, Bucket: { DeletionPolicy: "Delete" } } };
  assert.deepEqual(retained(template), ["Table"]);
  assert.deepEqual(retained({}), []);
});

/** @param {object} template as deployed @param {object} compiled from the local files */
function guardOf(template, compiled = {}) {
  const serverless = {
    classes: { Error },
    getProvider: () => ({ getStage: () => "dev", getRegion: () => "eu-central-1" }),
    processedInput: { commands: ["remove"] },
    service: { provider: { compiledCloudFormationTemplate: compiled } },
  };
  const guard = new Guard(serverless, {});
  guard.template = async () => template;
  return guard;
}

test("a deploy that would orphan retained resources is refused", async () => {
  const deployed = { Resources: { UserPool: { DeletionPolicy: "Retain" }, Role: {} } };
  await assert.rejects(guardOf(deployed, { Resources: { OwnerKey: {} } }).checkDeploy(), /Nothing was deployed. dev has UserPool/);
});

test("a first deploy, and one that keeps all retained resources, is allowed", async () => {
  const deployed = { Resources: { UserPool: { DeletionPolicy: "Retain" }, Role: {} } };
  await guardOf(deployed, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
  await guardOf({}, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
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
