"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const Guard = require("../guard.cjs");

const { faultOfStage, retained } = Guard;

for (const stage of ["prod", "dev", "local", "test2", "a", "abcdefghijklmnop"]) {
  test(`${stage} is a stage`, () => assert.equal(faultOfStage(stage), ""));
}

for (const stage of ["Prod", "my-stage", "my_stage", "2nd", "", "abcdefghijklmnopq", "prod dev", "prod\n", "über"]) {
  test(`${JSON.stringify(stage)} is no stage, and what is one is said`, () => {
    assert.match(faultOfStage(stage), /lower-case letters and digits only, at most 16/);
  });
}

for (const stage of ["frontend", "storage", "worker", "api"]) {
  test(`a stage is not called ${stage}`, () => assert.match(faultOfStage(stage), /a service is called so/));
}

test("what stays when its stack goes is what says so", () => {
  const template = { Resources: { Table: { DeletionPolicy: "Retain" }, Role: {}, Bucket: { DeletionPolicy: "Delete" } } };
  assert.deepEqual(retained(template), ["Table"]);
  assert.deepEqual(retained({}), []);
});

/** @param {object} template as deployed @param {object} compiled as written here */
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

test("a deploy that would leave people or papers behind is refused", async () => {
  const stands = { Resources: { UserPool: { DeletionPolicy: "Retain" }, Role: {} } };
  await assert.rejects(guardOf(stands, { Resources: { OwnerKey: {} } }).checkDeploy(), /Nothing was deployed. dev has UserPool/);
});

test("a deploy that keeps what is retained, and a first one, are not", async () => {
  const stands = { Resources: { UserPool: { DeletionPolicy: "Retain" }, Role: {} } };
  await guardOf(stands, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
  await guardOf({}, { Resources: { UserPool: { DeletionPolicy: "Retain" } } }).checkDeploy();
});

test("a stack that would leave something behind is not removed, and the way to do it is told", async () => {
  const guard = guardOf({ Resources: { UserPool: { DeletionPolicy: "Retain" } } });
  await assert.rejects(guard.checkRemoval(), /Nothing was removed. UserPool would stay behind.*make remove STAGE=dev/);
});

test("a stack that leaves nothing behind is removed", async () => {
  await guardOf({ Resources: { Role: {} } }).checkRemoval();
});

test("compose removes nothing, because half a stage would be left when one service refuses", async (context) => {
  process.env.SLS_COMPOSE = "1";
  context.after(() => delete process.env.SLS_COMPOSE);
  await assert.rejects(guardOf({ Resources: {} }).checkRemoval(), /make remove STAGE=dev/);
});
