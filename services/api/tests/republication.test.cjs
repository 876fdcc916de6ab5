"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const Republication = require("../republication.cjs");
const { addStage } = require("../stage.cjs");

const { deletedSince } = Republication;

/** An API at the gateway, and the stack that CloudFormation keeps of it, both as far as publishing needs them. */
class Account {
  constructor() {
    this.clock = 0;
    /** @type {string[]} logical ids of methods that exist */
    this.methods = [];
    /** @type {Record<string, { methods: string[], createdDate: Date }>} snapshots by id */
    this.deployments = {};
    this.stage = "";
    /** The deployment in the stack's template. */
    this.deployment = "";
    /** @type {any[]} newest first */
    this.events = [];
  }

  now() {
    this.clock += 1000;
    return new Date(this.clock);
  }

  /** What callers of the stage reach. */
  get served() {
    return this.deployments[this.stage].methods;
  }

  /** @param {string} id */
  publish(id) {
    this.deployments[id] = { methods: [...this.methods], createdDate: this.now() };
    this.stage = id;
  }

  /**
   * Updates the stack in CloudFormation's order: what is new, in the order of dependencies, and then, while it cleans up, the
   * deletion of what the template no longer has.
   * @param {string[]} routes
   */
  update(routes) {
    const resources = template(routes);
    const deployment = addStage(resources, { name: "prod", tracing: true, limits: {} });
    const wanted = routes.map((route) => `Method${route}`);
    this.methods = [...new Set([...this.methods, ...wanted])];
    if (deployment !== this.deployment) this.publish(deployment);
    this.deployment = deployment;
    for (const LogicalResourceId of this.methods.filter((id) => !wanted.includes(id))) {
      this.events.unshift({
        Timestamp: this.now(),
        ResourceType: "AWS::ApiGateway::Method",
        ResourceStatus: "DELETE_COMPLETE",
        LogicalResourceId,
      });
    }
    this.methods = wanted;
  }

  /** Updates the stack, and runs the hook that follows in a deploy. @param {string[]} routes */
  async deploy(routes) {
    this.update(routes);
    return this.afterDeploy();
  }

  async afterDeploy() {
    /** @type {string[]} */
    const notices = [];
    const serverless = { getProvider: () => ({ getStage: () => "prod" }) };
    const plugin = new Republication(serverless, {}, { log: { notice: (text) => notices.push(text) } });
    const stage = { restApiId: "api", stageName: "prod" };
    plugin.published = async () => /** @type {any} */ ({ gateway: this.gateway(), stage });
    plugin.events = () => this.events;
    await plugin.hooks["after:deploy:deploy"]();
    return notices;
  }

  gateway() {
    return {
      send: async (/** @type {any} */ { constructor, input }) => {
        if (constructor.name === "GetStageCommand") return { deploymentId: this.stage };
        if (constructor.name === "GetDeploymentCommand") return this.deployments[input.deploymentId];
        assert.equal(constructor.name, "CreateDeploymentCommand");
        assert.equal(input.stageName, "prod");
        return this.publish(`republished-${this.clock}`);
      },
    };
  }
}

/** @param {string[]} routes @returns {Record<string, any>} */
function template(routes) {
  const methods = routes.map((route) => [
    `Method${route}`,
    { Type: "AWS::ApiGateway::Method", Properties: { HttpMethod: route } },
  ]);
  return {
    ApiGatewayRestApi: { Type: "AWS::ApiGateway::RestApi", Properties: {} },
    ApiGatewayDeployment1: {
      Type: "AWS::ApiGateway::Deployment",
      Properties: { RestApiId: { Ref: "ApiGatewayRestApi" } },
    },
    ...Object.fromEntries(methods),
  };
}

test("CloudFormation alone keeps serving a removed route, also in later deploys", () => {
  const account = new Account();
  account.update(["Get", "Put"]);
  account.update(["Get"]);
  account.update(["Get"]);

  assert.deepEqual(account.served, ["MethodGet", "MethodPut"]);
});

test("a removed route is no longer served after its deploy", async () => {
  const account = new Account();
  await account.deploy(["Get", "Put"]);

  const notices = await account.deploy(["Get"]);

  assert.deepEqual(account.served, ["MethodGet"]);
  assert.deepEqual(notices, ["API published again, without MethodPut."]);
});

test("what an interrupted deploy has left is published by the next one, although nothing has changed", async () => {
  const account = new Account();
  await account.deploy(["Get", "Put"]);
  account.update(["Get"]);

  await account.deploy(["Get"]);

  assert.deepEqual(account.served, ["MethodGet"]);
});

test("a deploy that removes nothing is published once", async () => {
  const account = new Account();
  await account.deploy(["Get"]);
  await account.deploy(["Get", "Put"]);
  const notices = await account.deploy(["Get", "Put"]);

  assert.deepEqual(notices, []);
  assert.equal(Object.keys(account.deployments).length, 2);
});

test("a route that was removed and added again is served", async () => {
  const account = new Account();
  for (const routes of [["Get", "Put"], ["Get"], ["Get", "Put"]]) await account.deploy(routes);

  assert.deepEqual(account.served, ["MethodGet", "MethodPut"]);
});

test("deletions of other kinds, and those before the deployment, do not matter", async () => {
  const at = (/** @type {number} */ second) => new Date(second * 1000);
  const method = { ResourceType: "AWS::ApiGateway::Method", ResourceStatus: "DELETE_COMPLETE" };
  const events = [
    { ...method, Timestamp: at(6), LogicalResourceId: "After" },
    { ...method, Timestamp: at(5), ResourceStatus: "DELETE_IN_PROGRESS", LogicalResourceId: "Begun" },
    { ...method, Timestamp: at(4), ResourceType: "AWS::Lambda::Permission", LogicalResourceId: "Other" },
    { ...method, Timestamp: at(4), ResourceType: "AWS::ApiGateway::GatewayResponse", LogicalResourceId: "Response" },
    { ...method, Timestamp: at(1), LogicalResourceId: "Before" },
  ];

  assert.deepEqual(await deletedSince(events, at(3)), ["After", "Response"]);
});
