/**
 * After each deploy the limits under `custom.throttling` become those of the API's stage that stands. The template says
 * them too (stage.cjs), but CloudFormation looks at what changed in the template, never at what somebody changed by hand.
 * Idempotent: a stage that stands as written is left alone, and a limit that is no longer written is taken off.
 */
"use strict";

const { APIGatewayClient, GetStageCommand, UpdateStageCommand } = require("@aws-sdk/client-api-gateway");
const { CloudFormationClient, DescribeStackResourceCommand } = require("@aws-sdk/client-cloudformation");

/**
 * Requests a second, and how many at one moment.
 * @typedef {{ rate: number, burst: number }} Limit
 * @typedef {{ throttlingRateLimit?: number, throttlingBurstLimit?: number }} Setting
 * @typedef {{ op: "replace" | "remove", path: string, value?: string }} Patch
 */

/**
 * What UpdateStage has to be told so that `stands` becomes `limits`.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
 * @param {Record<string, Limit>} limits "default" or "GET /v1/search" to its limit
 * @param {Record<string, Setting>} stands as GetStage answers it
 * @returns {Patch[]} empty when nothing differs
 */
function patches(limits, stands) {
  const wanted = new Map(Object.entries(limits).map(([route, limit]) => [settingOf(route), limit]));
  // AWS answers paths as UpdateStage takes them, with ~1 for each slash. What the template set, the local stage answers as
  // the template spells it, with a slash more, and does not heed: it is told again, as UpdateStage spells it.
  const there = new Map(
    Object.entries(stands)
      .filter(([key]) => !key.startsWith("/~1"))
      .map(([key, setting]) => [encoded(key), setting]),
  );
  /** @type {Patch[]} */
  const found = [];
  for (const key of there.keys()) {
    if (!wanted.has(key)) found.push({ op: "remove", path: `/${key}` });
  }
  for (const [key, { rate, burst }] of wanted) {
    const setting = there.get(key);
    if (setting?.throttlingRateLimit !== rate) {
      found.push({ op: "replace", path: `/${key}/throttling/rateLimit`, value: String(rate) });
    }
    if (setting?.throttlingBurstLimit !== burst) {
      found.push({ op: "replace", path: `/${key}/throttling/burstLimit`, value: String(burst) });
    }
  }
  return found;
}

/** @param {string} route */
function settingOf(route) {
  if (route === "default") return "*/*";
  const [method, path] = route.split(" ");
  return encoded(`${path}/${method}`);
}

/** @param {string} key a path and, after its last slash, a method */
function encoded(key) {
  const method = key.lastIndexOf("/");
  return key.slice(0, method).replaceAll("/", "~1") + key.slice(method);
}

class Throttling {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   * @param {{ log: { notice: (text: string) => void } }} output
   */
  constructor(serverless, options, { log }) {
    this.serverless = serverless;
    this.options = options;
    this.log = log;
    this.hooks = { "after:deploy:deploy": () => this.apply() };
  }

  async apply() {
    const { provider, custom } = this.serverless.service;
    const profile = this.options["aws-profile"];
    if (profile) process.env.AWS_PROFILE = profile;
    const { StackResourceDetail } = await new CloudFormationClient({ region: provider.region }).send(
      new DescribeStackResourceCommand({
        StackName: this.serverless.getProvider("aws").naming.getStackName(),
        LogicalResourceId: "ApiGatewayRestApi",
      }),
    );
    const client = new APIGatewayClient({ region: provider.region });
    const stage = {
      restApiId: StackResourceDetail?.PhysicalResourceId,
      stageName: this.serverless.getProvider("aws").getStage(),
    };
    const { methodSettings } = await client.send(new GetStageCommand(stage));
    const patchOperations = patches(custom.throttling, methodSettings ?? {});
    if (patchOperations.length === 0) return;
    await client.send(new UpdateStageCommand({ ...stage, patchOperations }));
    this.log.notice(`Throttling: ${patchOperations.length} limits set.`);
  }
}

module.exports = Object.assign(Throttling, { patches });
