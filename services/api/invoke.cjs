/**
 * Makes the sample events in events/ valid for the stage that `serverless invoke` or `serverless invoke local` sends
 * them to. A function checks the token's user pool and client, which differ by stage, so the values of the stage
 * replace those in the file.
 *
 * Use it with your own stage: the first request of a person whom the stage does not know creates their library.
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { CloudFormationClient, DescribeStacksCommand } = require("@aws-sdk/client-cloudformation");

/**
 * @param {any} event of API Gateway
 * @param {Record<string, string | undefined>} outputs of the API's stack
 * @returns {any} the event as the stage's gateway would send it; unchanged if it has no signed-in person
 */
function forStage(event, outputs) {
  const claims = event?.requestContext?.authorizer?.claims;
  if (!claims || !outputs.UserPoolId) return event;
  const region = outputs.UserPoolId.split("_")[0];
  const iss = `https://cognito-idp.${region}.amazonaws.com/${outputs.UserPoolId}`;
  const authorizer = { ...event.requestContext.authorizer, claims: { ...claims, iss, aud: outputs.UserPoolClientId } };
  return { ...event, requestContext: { ...event.requestContext, authorizer } };
}

class Invoke {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   */
  constructor(serverless, options) {
    this.serverless = serverless;
    this.options = options;
    // Before the CLI reads the file.
    this.hooks = { initialize: () => this.fill() };
  }

  async fill() {
    if (this.serverless.processedInput.commands[0] !== "invoke" || !this.options.path) return;
    const file = path.resolve(this.serverless.serviceDir, this.options.path);
    if (!fs.existsSync(file)) return;
    const provider = this.serverless.getProvider("aws");
    const client = new CloudFormationClient({ region: provider.getRegion() });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: provider.naming.getStackName() }));
    const outputs = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
    this.options.data = JSON.stringify(forStage(JSON.parse(fs.readFileSync(file, "utf8")), outputs));
    delete this.options.path;
  }
}

module.exports = Object.assign(Invoke, { forStage });
