"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { addStage } = require("../stage.cjs");

const STAGE = {
  name: "prod",
  tracing: true,
  limits: { default: { rate: 500, burst: 1000 }, "GET /v1/documents/{document_id}": { rate: 5, burst: 10 } },
};

/**
 * @param {string} title
 * @returns {Record<string, any>} as the CLI writes them, with a deployment that has a new name every time
 */
function compiled(title) {
  return {
    ApiGatewayRestApi: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "docloft-prod" } },
    ApiGatewayResourceV1: { Type: "AWS::ApiGateway::Resource", Properties: { PathPart: "v1" } },
    ApiGatewayMethodGet: { Type: "AWS::ApiGateway::Method", Properties: { HttpMethod: "GET" } },
    Refused: { Type: "AWS::ApiGateway::GatewayResponse", Properties: { ResponseTemplates: { title } } },
    [`ApiGatewayDeployment${Math.random()}`]: {
      Type: "AWS::ApiGateway::Deployment",
      DependsOn: ["ApiGatewayMethodGet"],
      Properties: { RestApiId: { Ref: "ApiGatewayRestApi" }, StageName: "prod" },
    },
    Plan: { Type: "AWS::ApiGateway::UsagePlan", DependsOn: "Other", Properties: {} },
    Table: { Type: "AWS::DynamoDB::Table", Properties: {} },
  };
}

test("the template has the stage with its limits and its deployment", () => {
  const resources = compiled("Refused");
  const deployment = addStage(resources, STAGE);

  assert.deepEqual(resources.ApiGatewayStage.Properties, {
    RestApiId: { Ref: "ApiGatewayRestApi" },
    DeploymentId: { Ref: deployment },
    StageName: "prod",
    TracingEnabled: true,
    MethodSettings: [
      { HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      {
        HttpMethod: "GET",
        ResourcePath: "/~1v1~1documents~1{document_id}",
        ThrottlingRateLimit: 5,
        ThrottlingBurstLimit: 10,
      },
    ],
  });
  assert.deepEqual(resources[deployment].Properties, { RestApiId: { Ref: "ApiGatewayRestApi" } });
  assert.deepEqual(resources.Plan.DependsOn, ["Other", "ApiGatewayStage"]);
});

test("the deployment depends on everything it publishes, including gateway responses", () => {
  const resources = compiled("Refused");

  assert.deepEqual(resources[addStage(resources, STAGE)].DependsOn, ["ApiGatewayMethodGet", "Refused"]);
});

test("an unchanged API keeps its deployment, a changed one gets a new one", () => {
  const first = addStage(compiled("Refused"), STAGE);

  assert.equal(addStage(compiled("Refused"), STAGE), first);
  assert.notEqual(addStage(compiled("Not allowed"), STAGE), first);
});
