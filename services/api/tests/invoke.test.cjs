"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { asSentBy } = require("../invoke.cjs");

const outputs = { UserPoolId: "eu-central-1_aBcDeFgHi", UserPoolClientId: "client" };

test("an event of a person names the stage's pool and client, and keeps the rest", () => {
  const event = { body: "x", requestContext: { stage: "prod", authorizer: { claims: { sub: "ada", iss: "", aud: "" } } } };

  const sent = asSentBy(event, outputs);

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

test("an event of a machine is sent as it is", () => {
  const event = { requestContext: { identity: { apiKeyId: "a1b2c3d4e5" } } };
  assert.equal(asSentBy(event, outputs), event);
});

test("a stage without a user pool changes nothing", () => {
  const event = { requestContext: { authorizer: { claims: { sub: "ada" } } } };
  assert.equal(asSentBy(event, {}), event);
});
