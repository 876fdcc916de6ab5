/**
 * After each deploy, sets the limits under `custom.throttling` on the deployed stage. The template has them too
 * (stage.cjs), but CloudFormation applies only changes of the template and does not undo a change made by hand.
 * Idempotent: a stage that is up to date is not changed, and limits that are no longer declared are removed.
 */
"use strict";

const { GetStageCommand, UpdateStageCommand } = require("@aws-sdk/client-api-gateway");
const published = require("./published.cjs");

/**
 * Requests a second, and the burst above it.
 * @typedef {{ rate: number, burst: number }} Limit
 * @typedef {{ throttlingRateLimit?: number, throttlingBurstLimit?: number }} Setting
 * @typedef {{ op: "replace" | "remove", path: string, value?: string }} Patch
 */

/**
 * The UpdateStage operations that turn `current` into `limits`.
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
 * @param {Record<string, Limit>} limits "default" or "GET /v1/search" to its limit
 * @param {Record<string, Setting>} current from GetStage
 * @returns {Patch[]} empty if nothing differs
 */
function patches(limits, current) {
  const wanted = new Map(Object.entries(limits).map(([route, limit]) => [settingOf(route), limit]));
  // AWS returns paths as UpdateStage takes them, with ~1 for each slash. The emulator returns those that the template
  // set with a leading slash, and does not enforce them, so they are set again.
  const existing = new Map(
    Object.entries(current)
      .filter(([key]) => !key.startsWith("/~1"))
      .map(([key, setting]) => [encoded(key), setting]),
  );
  /** @type {Patch[]} */
  const found = [];
  for (const key of existing.keys()) {
    if (!wanted.has(key)) found.push({ op: "remove", path: `/${key}` });
  }
  for (const [key, { rate, burst }] of wanted) {
    const setting = existing.get(key);
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
    const { gateway, stage } = await published.find(this.serverless, this.options);
    const { methodSettings } = await gateway.send(new GetStageCommand(stage));
    const patchOperations = patches(this.serverless.service.custom.throttling, methodSettings ?? {});
    if (patchOperations.length === 0) return;
    await gateway.send(new UpdateStageCommand({ ...stage, patchOperations }));
    this.log.notice(`Throttling: ${patchOperations.length} limits set.`);
  }
}

module.exports = Object.assign(Throttling, { patches });
