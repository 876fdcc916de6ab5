"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const Protection = require("../protection.cjs");

const { protectedIn, protectionDuring } = Protection;

const TABLE = {
  Type: "AWS::DynamoDB::Table",
  Properties: { DeletionProtectionEnabled: { "Fn::If": ["Protected", true, false] } },
};
const QUEUE = { Type: "AWS::SQS::Queue", Properties: {} };

/** @param {string[]} tables @returns {any} */
function template(...tables) {
  return {
    Parameters: { Protection: { Type: "String", Default: "on" } },
    Resources: { Queue: QUEUE, ...Object.fromEntries(tables.map((id) => [id, TABLE])) },
  };
}

test("the protected resources are those whose property depends on the parameter", () => {
  assert.deepEqual(protectedIn(template("Documents", "Jobs")), ["Documents", "Jobs"]);
});

for (const [when, before, expected] of /** @type {const} */ ([
  ["at the first deploy", null, "off"],
  [
    "at the repetition of a first deploy that was rolled back",
    { Resources: { ServerlessDeploymentBucket: {} } },
    "off",
  ],
  ["while a table is added", template("Documents"), "off"],
  ["in every other deploy", template("Documents", "Jobs"), "on"],
])) {
  test(`protection is ${expected} ${when}`, () => {
    assert.equal(protectionDuring(template("Documents", "Jobs"), before), expected);
  });
}

/** @param {Record<string, string>} parameters of the deployed stack @param {any} [compiled] */
function pluginOf(parameters, compiled = template("Documents")) {
  const provider = /** @type {any} */ ({ compiledCloudFormationTemplate: compiled });
  const plugin = new Protection({ service: { provider } }, {}, { log: { notice: () => undefined } });
  const updates = /** @type {string[]} */ ([]);
  plugin.template = async () => null;
  plugin.parameters = async () => parameters;
  plugin.update = async () => void updates.push("on");
  return { plugin, provider, updates };
}

test("the parameter is only set for the update that has it, not for the creation of the stack", async () => {
  const { plugin, provider } = pluginOf({});
  assert.equal(provider.stackParameters, undefined);

  await plugin.hooks["before:aws:deploy:deploy:updateStack"]();

  assert.deepEqual(provider.stackParameters, [{ ParameterKey: "Protection", ParameterValue: "off" }]);
});

test("a template without protected resources gets no parameter, which CloudFormation would refuse", async () => {
  const { plugin, provider } = pluginOf({}, { Resources: { Queue: QUEUE } });

  await plugin.hooks["before:aws:deploy:deploy:updateStack"]();

  assert.equal(provider.stackParameters, undefined);
});

test("after a deploy, protection is turned on if it is off, even when an earlier deploy has left it off", async () => {
  for (const [parameters, expected] of /** @type {const} */ ([
    [{ Protection: "off" }, ["on"]],
    [{ Protection: "on" }, []],
    [{}, []],
  ])) {
    const { plugin, updates } = pluginOf(parameters);
    await plugin.hooks["after:deploy:deploy"]();
    assert.deepEqual(updates, expected);
  }
});
