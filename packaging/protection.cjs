/**
 * Turns on deletion protection after a deploy has succeeded. While a deploy creates tables or a user pool, protection
 * is off: if the deploy failed, CloudFormation could not delete them, and the next attempt would find their names
 * taken.
 *
 * Templates have a parameter `Protection` for it (services/storage/resources/tables.yml). A deploy that creates a
 * protected resource sets it to "off", and is followed by a second update, which only sets it to "on". The resources
 * that existed before are unprotected until then; their DeletionPolicy still keeps them. Idempotent: when the second
 * update was interrupted, the next deploy repeats it, even if nothing else has changed.
 *
 * A service that uses it has a protection.cjs that loads this file, because the CLI only loads plugins from the folder
 * of the service.
 */
"use strict";

const { UpdateStackCommand, waitUntilStackUpdateComplete } = require("@aws-sdk/client-cloudformation");
const deployed = require("./deployed.cjs");

const PARAMETER = "Protection";
const CONDITION = "Protected";
/** The ones that the CLI deploys with. @type {import("@aws-sdk/client-cloudformation").Capability[]} */
const CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"];
const WAIT_SECONDS = 600;

/**
 * @param {import("./deployed.cjs").Template} template
 * @returns {string[]} logical ids of the resources whose protection depends on the parameter
 */
function protectedIn({ Resources = {} }) {
  return Object.keys(Resources).filter((id) => JSON.stringify(Resources[id]).includes(`{"Fn::If":["${CONDITION}",`));
}

/**
 * @param {import("./deployed.cjs").Template} next to be deployed
 * @param {import("./deployed.cjs").Template | null} before as it is deployed; null at the first deploy
 * @returns {"on" | "off"}
 */
function protectionDuring(next, before) {
  return protectedIn(next).every((id) => id in (before?.Resources ?? {})) ? "on" : "off";
}

class Protection {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   * @param {{ log: { notice: (text: string) => void } }} output
   */
  constructor(serverless, options, { log }) {
    this.serverless = serverless;
    this.options = options;
    this.log = log;
    this.hooks = {
      // Not earlier: a first deploy creates the stack with the deployment bucket only, whose template has no
      // parameters.
      "before:aws:deploy:deploy:updateStack": () => this.relax(),
      "after:deploy:deploy": () => this.protect(),
    };
  }

  async relax() {
    const { provider } = this.serverless.service;
    const next = provider.compiledCloudFormationTemplate;
    if (!next.Parameters?.[PARAMETER]) return;
    const ParameterValue = protectionDuring(next, await this.template());
    provider.stackParameters = [{ ParameterKey: PARAMETER, ParameterValue }];
  }

  async protect() {
    if ((await this.parameters())[PARAMETER] !== "off") return;
    await this.update();
    this.log.notice("Deletion protection is on.");
  }

  template() {
    return deployed.template(this.serverless, this.options);
  }

  parameters() {
    return deployed.parameters(this.serverless, this.options);
  }

  async update() {
    const client = deployed.client(this.serverless, this.options);
    const StackName = this.serverless.getProvider("aws").naming.getStackName();
    const Parameters = [{ ParameterKey: PARAMETER, ParameterValue: "on" }];
    await client.send(
      new UpdateStackCommand({ StackName, UsePreviousTemplate: true, Parameters, Capabilities: CAPABILITIES }),
    );
    await waitUntilStackUpdateComplete({ client, maxWaitTime: WAIT_SECONDS, minDelay: 1, maxDelay: 5 }, { StackName });
  }
}

module.exports = Object.assign(Protection, { protectedIn, protectionDuring });
