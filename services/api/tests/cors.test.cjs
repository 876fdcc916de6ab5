"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { nameOrigin } = require("../cors.cjs");

const HEADER = "method.response.header.Access-Control-Allow-Origin";
const ORIGIN = { "Fn::Sub": ["'${SiteOrigin}'", { SiteOrigin: { "Fn::ImportValue": "docloft-x-GivenOrigin" } }] };

/**
 * @param {string} method
 * @param {string} origin
 */
function answering(method, origin) {
  const IntegrationResponses = [{ StatusCode: "200", ResponseParameters: { [HEADER]: `'${origin}'` } }];
  return { Type: "AWS::ApiGateway::Method", Properties: { HttpMethod: method, Integration: { IntegrationResponses } } };
}

test("a preflight's answer names what CloudFormation knows", () => {
  const resources = { Options: answering("OPTIONS", "SiteOrigin"), Table: { Type: "AWS::DynamoDB::Table" } };

  assert.equal(nameOrigin(resources, "SiteOrigin", ORIGIN), 1);
  assert.deepEqual(resources.Options.Properties.Integration.IntegrationResponses[0].ResponseParameters[HEADER], ORIGIN);
});

test("an answer that names something else is not counted", () => {
  assert.equal(nameOrigin({ Options: answering("OPTIONS", "*") }, "SiteOrigin", ORIGIN), 0);
});
