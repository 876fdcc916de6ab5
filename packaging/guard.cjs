/**
 * Checks that run before the CLI changes a stack, whether it was started by `make`, by compose or as `serverless`. Each
 * service has a guard.cjs that loads this file, because the CLI only loads plugins from the folder of the service.
 *
 * - The name of a stage must not be a prefix of another stage's resource names.
 * - A region must be set, and a stage must not exist in another region already.
 * - A stack with retained resources cannot be removed alone. They would keep their names, so the stage could not be
 *   deployed again, and a user pool would be replaced by an empty one.
 * - A deploy must not orphan retained resources: a table with another logical id, or another kind of `auth`, would
 *   start empty.
 */
"use strict";

const { HeadBucketCommand, S3Client } = require("@aws-sdk/client-s3");
const deployed = require("./deployed.cjs");

/** Resources are named `docloft-<stage>-<thing>`. Without hyphens, no stage's prefix is a prefix of another stage's. */
const STAGE = /^[a-z][a-z0-9]{0,15}$/;
/** Stacks are named `docloft-<service>-<stage>`, so a stage with the name of a service would have ambiguous names. */
const RESERVED = ["frontend", "storage", "worker", "api"];
const CHANGING_COMMANDS = ["deploy", "package", "publish"];
/** Commands that work in a region. Packaging does not: templates are the same in every region. */
const REGIONAL_COMMANDS = ["deploy", "publish", "remove", "info", "invoke", "logs", "metrics", "rollback"];
const RETAINED = ["Retain", "RetainExceptOnCreate"];

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
 * @param {import("./deployed.cjs").Template} template
 * @returns {string[]} logical ids of the resources that remain when the stack is deleted
 */
function retained({ Resources = {} }) {
  return Object.keys(Resources).filter((id) => RETAINED.includes(Resources[id].DeletionPolicy ?? ""));
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
      initialize: () => this.checkCommand(),
      "before:deploy:deploy": () => this.checkDeploy(),
      "before:remove:remove": () => this.checkRemoval(),
    };
  }

  get stage() {
    return this.serverless.getProvider("aws").getStage();
  }

  checkCommand() {
    const [command] = this.serverless.processedInput.commands;
    const problem = problemWithStage(this.stage);
    if (problem && CHANGING_COMMANDS.includes(command)) this.refuse(problem);
    // The result of region.cjs.
    if (!this.serverless.service.custom.region && REGIONAL_COMMANDS.includes(command)) {
      this.refuse(
        "No region is set. Run: export AWS_REGION=<the region of the stage>. Or use a profile that has one, or --region.",
      );
    }
  }

  async checkDeploy() {
    const before = await this.template();
    if (!before) return this.checkRegion();
    const { Resources = {} } = this.serverless.service.provider.compiledCloudFormationTemplate;
    const left = retained(before).filter((id) => !(id in Resources));
    if (left.length > 0) {
      this.refuse(
        `Nothing was deployed. ${this.stage} has ${left.join(", ")}, but this version does not. Its contents would be ` +
          "orphaned. Deploy this version to another stage; `auth` cannot be changed on an existing one.",
      );
    }
  }

  /**
   * Before the first deploy of a service. The names of roles, buckets and CloudFront resources are unique in the whole
   * account. If a stage in another region already uses them, the deploy would fail halfway.
   */
  async checkRegion() {
    const here = this.serverless.getProvider("aws").getRegion();
    for (const name of ["site", "files"]) {
      const found = await this.regionOfBucket(`docloft-${this.stage}-${name}-${await this.account()}`);
      if (found && found !== here) {
        this.refuse(
          `Nothing was deployed. This account has a stage ${this.stage} in ${found}, and names of roles and buckets can be used ` +
            `once per account. To deploy to that one: export AWS_REGION=${found}. In ${here}, choose another name for the stage.`,
        );
      }
    }
  }

  async checkRemoval() {
    const command = `To remove the stage, run: make remove STAGE=${this.stage}`;
    // If only this service refused, compose would still remove the others and leave an incomplete stage.
    if (process.env.SLS_COMPOSE) this.refuse(`Nothing was removed. ${command}`);
    const left = retained((await this.template()) ?? {});
    if (left.length > 0) {
      this.refuse(
        `Nothing was removed. ${left.join(", ")} would remain and keep their names, so the stage could not be deployed ` +
          `again. ${command}. It shows how many documents there are and keeps them by default.`,
      );
    }
  }

  template() {
    return deployed.template(this.serverless, this.options);
  }

  account() {
    return this.serverless.getProvider("aws").getAccountId();
  }

  /**
   * @param {string} Bucket
   * @returns {Promise<string | undefined>} undefined when it does not exist or cannot be seen
   */
  async regionOfBucket(Bucket) {
    const client = new S3Client({
      region: this.serverless.getProvider("aws").getRegion(),
      followRegionRedirects: true,
    });
    try {
      return (await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion;
    } catch {
      // CloudFormation reports what is wrong.
      return undefined;
    }
  }

  /** @param {string} reason */
  refuse(reason) {
    throw new this.serverless.classes.Error(reason);
  }
}

module.exports = Object.assign(Guard, { problemWithStage, retained });
