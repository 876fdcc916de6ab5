/**
 * Checks that run before the CLI changes a stack, whether it was started by `make`, by compose or as `serverless`. Each
 * service has a guard.cjs that loads this file, because the CLI only loads plugins from the folder of the service.
 *
 * - The name of a stage must not be a prefix of another stage's resource names.
 * - A stack with retained resources cannot be removed alone. They would keep their names, so the stage could not be deployed
 *   again, and a user pool would be replaced by an empty one.
 * - A deploy must not orphan retained resources: a table with another logical id, or another kind of `auth`, would start
 *   empty.
 */
"use strict";

const { CloudFormationClient, GetTemplateCommand } = require("@aws-sdk/client-cloudformation");

/** Resources are named `docloft-<stage>-<thing>`. Without hyphens, no stage's prefix is a prefix of another stage's. */
const STAGE = /^[a-z][a-z0-9]{0,15}$/;
/** Stacks are named `docloft-<service>-<stage>`, so a stage with the name of a service would have ambiguous names. */
const RESERVED = ["frontend", "storage", "worker", "api"];
const CHANGING_COMMANDS = ["deploy", "package", "publish"];

/**
 * @param {string} stage
 * @returns {string} what is wrong with the name, or an empty string
 */
function problemWithStage(stage) {
  if (!STAGE.test(stage)) {
    return (
      `"${stage}" cannot be the name of a stage. It must start with a lower-case letter and contain only lower-case letters ` +
      "and digits, at most 16, such as prod, dev or test2."
    );
  }
  if (RESERVED.includes(stage)) return `"${stage}" cannot be the name of a stage, because it is the name of a service.`;
  return "";
}

/**
 * @param {{ Resources?: Record<string, { DeletionPolicy?: string }> }} template
 * @returns {string[]} logical ids of the resources that would remain
 */
function retained({ Resources = {} }) {
  return Object.keys(Resources).filter((id) => Resources[id].DeletionPolicy === "Retain");
}

class Guard {
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
    const problem = problemWithStage(this.stage);
    if (problem && CHANGING_COMMANDS.includes(this.serverless.processedInput.commands[0])) this.refuse(problem);
  }

  async checkDeploy() {
    const { Resources = {} } = this.serverless.service.provider.compiledCloudFormationTemplate;
    const left = retained(await this.template()).filter((id) => !(id in Resources));
    if (left.length > 0) {
      this.refuse(
        `Nothing was deployed. ${this.stage} has ${left.join(", ")}, but this version does not. Its contents would be ` +
          "orphaned. Deploy this version to another stage; `auth` cannot be changed on an existing one.",
      );
    }
  }

  async checkRemoval() {
    const command = `To remove the stage, run: make remove STAGE=${this.stage}`;
    // Although this service refuses, compose would remove the others and leave an incomplete stage.
    if (process.env.SLS_COMPOSE) this.refuse(`Nothing was removed. ${command}`);
    const left = retained(await this.template());
    if (left.length > 0) {
      this.refuse(
        `Nothing was removed. ${left.join(", ")} would remain and keep their names, so the stage could not be deployed ` +
          `again. ${command}. It shows how many documents there are and keeps them by default.`,
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
      // The deployed template: the files here may be another version.
      const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: "Original" }));
      return JSON.parse(TemplateBody ?? "{}");
    } catch (error) {
      if (error instanceof Error && error.message.includes("does not exist")) return {};
      throw error;
    }
  }

  /** @param {string} reason */
  refuse(reason) {
    throw new this.serverless.classes.Error(reason);
  }
}

module.exports = Object.assign(Guard, { problemWithStage, retained });
