/**
 * Lets the events in events/ speak for a person of the stage they are sent to, with `serverless invoke` and `serverless
 * invoke local`. The gateway has checked a token before a function is called, and the function compares pool and client
 * once more: what is written in a file can name neither, so here both take the place of those in the sample.
 *
 * For a stage of your own: the first request of a person it does not know makes their library.
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { CloudFormationClient, DescribeStacksCommand } = require("@aws-sdk/client-cloudformation");

/**
 * @param {any} event of API Gateway
 * @param {Record<string, string | undefined>} outputs of the API's stack
 * @returns {any} the event as that stage's gateway would have sent it; one without a person as it is
 */
function asSentBy(event, outputs) {
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
    this.options.data = JSON.stringify(asSentBy(JSON.parse(fs.readFileSync(file, "utf8")), outputs));
    delete this.options.path;
  }
}

module.exports = Object.assign(Invoke, { asSentBy });
