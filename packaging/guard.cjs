/**
 * What every service is asked before its stack is touched, however that was begun: by `make`, by compose, or by
 * `serverless` alone. Each service's guard.cjs is this file: the CLI takes plugins from within a service's folder only.
 *
 * - A stage has a name that no other stage's names can begin with.
 * - A stack that would leave something behind is not removed by itself: what is retained keeps its name, so the stage could
 *   not be deployed again, and a user pool would be replaced by an empty one.
 * - A deploy leaves nothing behind either: a table under another logical id, or another kind of `auth`, would begin empty.
 */
"use strict";

const { CloudFormationClient, GetTemplateCommand } = require("@aws-sdk/client-cloudformation");

/** `docloft-<stage>-<thing>`: without a hyphen in it no stage is the beginning of another. */
const STAGE = /^[a-z][a-z0-9]{0,15}$/;
/** Stacks are `docloft-<service>-<stage>`: a stage of such a name would own what looks like another's. */
const RESERVED = ["frontend", "storage", "worker", "api"];
const MAKES = ["deploy", "package", "publish"];

/**
 * @param {string} stage
 * @returns {string} what is wrong with the name; empty when nothing is
 */
function faultOfStage(stage) {
  if (!STAGE.test(stage)) {
    return (
      `"${stage}" cannot be the name of a stage. It has to begin with a lower-case letter and have lower-case letters and ` +
      "digits only, at most 16: prod, dev, test2."
    );
  }
  if (RESERVED.includes(stage)) return `"${stage}" cannot be the name of a stage, because a service is called so.`;
  return "";
}

/**
 * @param {{ Resources?: Record<string, { DeletionPolicy?: string }> }} template
 * @returns {string[]} logical ids of what would stay
 */
function retained({ Resources = {} }) {
  return Object.keys(Resources).filter((id) => Resources[id].DeletionPolicy === "Retain");
}

module.exports = class Guard {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   */
  constructor(serverless, options) {
    this.serverless = serverless;
    this.options = options;
    this.hooks = {
      initialize: () => this.checkStage(),
      "before:deploy:deploy": () => this.checkDeploy(),
      "before:remove:remove": () => this.checkRemoval(),
    };
  }

  get stage() {
    return this.serverless.getProvider("aws").getStage();
  }

  checkStage() {
    const fault = faultOfStage(this.stage);
    if (fault && MAKES.includes(this.serverless.processedInput.commands[0])) this.refuse(fault);
  }

  async checkDeploy() {
    const { Resources = {} } = this.serverless.service.provider.compiledCloudFormationTemplate;
    const left = retained(await this.template()).filter((id) => !(id in Resources));
    if (left.length > 0) {
      this.refuse(
        `Nothing was deployed. ${this.stage} has ${left.join(", ")}, and what is written here has not: it would be left ` +
          "behind with what people have in it. Deploy this to another stage; `auth` cannot be changed on one that stands.",
      );
    }
  }

  async checkRemoval() {
    const whole = `A stage is removed by: make remove STAGE=${this.stage}`;
    // Compose removes the worker beside the API that refuses: half a stage would be left.
    if (process.env.SLS_COMPOSE) this.refuse(`Nothing was removed. ${whole}`);
    const left = retained(await this.template());
    if (left.length > 0) {
      this.refuse(
        `Nothing was removed. ${left.join(", ")} would stay behind under names that are then taken, and this stage could ` +
          `not be deployed again. ${whole}. It says how many documents there are, and keeps them unless it is told.`,
      );
    }
  }

  async template() {
    const provider = this.serverless.getProvider("aws");
    const profile = this.options["aws-profile"];
    if (profile) process.env.AWS_PROFILE = profile;
    const client = new CloudFormationClient({ region: provider.getRegion() });
    try {
      const StackName = provider.naming.getStackName();
      // As it is deployed: what is written here may be another version.
      const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: "Original" }));
      return JSON.parse(TemplateBody ?? "{}");
    } catch (error) {
      if (error instanceof Error && error.message.includes("does not exist")) return {};
      throw error;
    }
  }

  /** @param {string} why */
  refuse(why) {
    throw new this.serverless.classes.Error(why);
  }
};

module.exports.faultOfStage = faultOfStage;
module.exports.retained = retained;
