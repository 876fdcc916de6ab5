"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { forStage } = require("../invoke.cjs");

const outputs = { UserPoolId: "eu-central-1_aBcDeFgHi", UserPoolClientId: "client" };

test("an event of a person gets the stage's pool and client and is otherwise unchanged", () => {
  const event = {
    body: "x",
    requestContext: { stage: "prod", authorizer: { claims: { sub: "ada", iss: "", aud: "" } } },
  };

  const sent = forStage(event, outputs);

  assert.deepEqual(sent, {
    body: "x",
    requestContext: {
      stage: "prod",
      authorizer: {
        claims: {
          sub: "ada",
          iss: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_aBcDeFgHi",
          aud: "client",
        },
      },
    },
  });
  assert.equal(event.requestContext.authorizer.claims.iss, "");
});

test("an event of a machine is unchanged", () => {
  const event = { requestContext: { identity: { apiKeyId: "a1b2c3d4e5" } } };
  assert.equal(forStage(event, outputs), event);
});

test("an event for a stage without a user pool is unchanged", () => {
  const event = { requestContext: { authorizer: { claims: { sub: "ada" } } } };
  assert.equal(forStage(event, {}), event);
});
