"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { setOrigin } = require("../cors.cjs");

const HEADER = "method.response.header.Access-Control-Allow-Origin";
const ORIGIN = { "Fn::Sub": ["'${SiteOrigin}'", { SiteOrigin: { "Fn::ImportValue": "docloft-x-GivenOrigin" } }] };

/**
 * @param {string} method
 * @param {string} origin
 */
function responding(method, origin) {
  const IntegrationResponses = [{ StatusCode: "200", ResponseParameters: { [HEADER]: `'${origin}'` } }];
  return { Type: "AWS::ApiGateway::Method", Properties: { HttpMethod: method, Integration: { IntegrationResponses } } };
}

test("the response to a preflight request has the origin that CloudFormation knows", () => {
  const resources = { Options: responding("OPTIONS", "SiteOrigin"), Table: { Type: "AWS::DynamoDB::Table" } };

  assert.equal(setOrigin(resources, "SiteOrigin", ORIGIN), 1);
  assert.deepEqual(resources.Options.Properties.Integration.IntegrationResponses[0].ResponseParameters[HEADER], ORIGIN);
});

test("a response with another origin is not changed", () => {
  assert.equal(setOrigin({ Options: responding("OPTIONS", "*") }, "SiteOrigin", ORIGIN), 0);
});
