/**
 * Lets the answers to a browser's preflight name the site's origin as CloudFormation knows it. The CLI writes these
 * OPTIONS methods itself and takes nothing but text for `cors.origin`: there stands a placeholder, and here
 * `custom.allow_origin`, an intrinsic function, takes its place. Packaging fails if there is nothing to replace.
 */
"use strict";

const HEADER = "method.response.header.Access-Control-Allow-Origin";

/**
 * @param {Record<string, any>} resources of the compiled template; changed in place
 * @param {string} placeholder as `cors.origin` says it
 * @param {unknown} origin what CloudFormation shall make of it, quotes included
 * @returns {number} how many answers name the origin now
 */
function nameOrigin(resources, placeholder, origin) {
  let named = 0;
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== "AWS::ApiGateway::Method" || Properties.HttpMethod !== "OPTIONS") continue;
    for (const { ResponseParameters } of Properties.Integration.IntegrationResponses) {
      if (ResponseParameters[HEADER] !== `'${placeholder}'`) continue;
      ResponseParameters[HEADER] = origin;
      named += 1;
    }
  }
  return named;
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
    if (nameOrigin(Resources, custom.cors.origin, custom.allow_origin) === 0) {
      throw new this.serverless.classes.Error(
        `No OPTIONS method answers '${custom.cors.origin}': cors.cjs no longer finds what the CLI writes.`,
      );
    }
  }
}

module.exports = Object.assign(Cors, { nameOrigin });
