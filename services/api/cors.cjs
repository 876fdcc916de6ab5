/**
 * Sets the allowed origin in responses to a browser's preflight request. The CLI writes these OPTIONS methods and
 * accepts only text for `cors.origin`, but only CloudFormation knows the site's origin. So `cors.origin` is a
 * placeholder, which is replaced here by `custom.allow_origin`, an intrinsic function. Packaging fails if there is
 * nothing to replace.
 */
"use strict";

const HEADER = "method.response.header.Access-Control-Allow-Origin";

/**
 * @param {Record<string, any>} resources of the compiled template; changed in place
 * @param {string} placeholder the value of `cors.origin`
 * @param {unknown} origin text or an intrinsic function whose result is the origin in single quotes
 * @returns {number} how many responses were changed
 */
function setOrigin(resources, placeholder, origin) {
  let changed = 0;
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== "AWS::ApiGateway::Method" || Properties.HttpMethod !== "OPTIONS") continue;
    for (const { ResponseParameters } of Properties.Integration.IntegrationResponses) {
      if (ResponseParameters[HEADER] !== `'${placeholder}'`) continue;
      ResponseParameters[HEADER] = origin;
      changed += 1;
    }
  }
  return changed;
}

class Cors {
  /** @param {any} serverless */
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { "after:package:compileEvents": () => this.apply() };
  }

  apply() {
    const { custom, provider } = this.serverless.service;
    const { Resources } = provider.compiledCloudFormationTemplate;
    if (setOrigin(Resources, custom.cors.origin, custom.allow_origin) === 0) {
      throw new this.serverless.classes.Error(
        `No OPTIONS method has the origin '${custom.cors.origin}': the CLI writes something else than cors.cjs expects.`,
      );
    }
  }
}

module.exports = Object.assign(Cors, { setOrigin });
