/**
 * Names the bucket that a service's packages are uploaded to. CloudFormation would generate its name and cut the
 * stack's name in it to 24 characters: docloft-frontend-production becomes docloft-frontend-product, in which no role
 * for one stage finds its stage (https://github.com/serverless/serverless/issues/2791 shows such a name).
 *
 * Before the first upload, the CLI creates the stack with this bucket alone, from a template of its own, so both
 * templates are changed. A stack that already has a bucket with another name keeps it: CloudFormation would replace the
 * bucket, and the packages that the CLI has just uploaded would be in the old one.
 *
 * Each service has a bucket.cjs that loads this file, because the CLI only loads plugins from the folder of the
 * service.
 */
"use strict";

const path = require("node:path");
const deployed = require("./deployed.cjs");

const BUCKET = "ServerlessDeploymentBucket";

class Bucket {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   */
  constructor(serverless, options) {
    this.serverless = serverless;
    this.options = options;
    this.hooks = {
      "after:package:initialize": () => this.apply(),
      "before:deploy:deploy": () => this.keep(),
    };
  }

  async keep() {
    const before = (await this.template())?.Resources?.[BUCKET];
    if (!before) return;
    const { compiledCloudFormationTemplate } = this.serverless.service.provider;
    const { Properties } = compiledCloudFormationTemplate.Resources[BUCKET];
    delete Properties.BucketName;
    if (before.Properties?.BucketName) Properties.BucketName = before.Properties.BucketName;
  }

  template() {
    return deployed.template(this.serverless, this.options);
  }

  apply() {
    const { service, provider } = this.serverless.service;
    const aws = this.serverless.getProvider("aws");
    // At most 55 of 63 characters, with a stage of 16.
    const BucketName = {
      "Fn::Sub": `docloft-${aws.getStage()}-packages-${service.replace("docloft-", "")}-\${AWS::AccountId}`,
    };
    for (const template of [provider.coreCloudFormationTemplate, provider.compiledCloudFormationTemplate]) {
      Object.assign(template.Resources[BUCKET].Properties, { BucketName });
    }
    // The CLI has already written the template to a file, for people who read it.
    const file = path.join(this.serverless.serviceDir, ".serverless", aws.naming.getCoreTemplateFileName());
    this.serverless.utils.writeFileSync(file, provider.coreCloudFormationTemplate);
  }
}

module.exports = Bucket;
