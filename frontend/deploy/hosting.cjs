/**
 * Checks the stage parameters of the site's address before anything is deployed. CloudFormation or a browser would
 * report the same mistakes later and less clearly.
 */
"use strict";

/**
 * @param {{ cdn: string, site_origin: string, site_certificate: string }} parameters
 * @returns {string} what is wrong and what to do; empty when nothing is wrong
 */
function fault({ cdn, site_origin, site_certificate }) {
  if (site_origin && !/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(site_origin)) {
    return `site_origin must be an address without a path, like https://papers.example.org, not ${site_origin}.`;
  }
  if (site_certificate && !/^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/.test(site_certificate)) {
    return `site_certificate must be the ARN of a certificate in us-east-1, where CloudFront looks, not ${site_certificate}.`;
  }
  if (site_certificate && !/^https:\/\/[a-z0-9.-]+$/.test(site_origin)) {
    return "site_certificate needs the address it is for: set site_origin to https://<the certificate's name>.";
  }
  if (site_certificate && cdn !== "true") {
    return 'A website endpoint has no certificate: remove site_certificate, or set cdn to "true".';
  }
  return "";
}

/**
 * Warns about a site without HTTPS: browsers disable checksums, random ids and the sign-in there.
 * https://developer.mozilla.org/docs/Web/Security/Secure_Contexts
 * @param {{ cdn: string, site_origin: string }} parameters
 */
function warning({ cdn, site_origin }) {
  if (cdn === "true" || site_origin.startsWith("https://") || site_origin.startsWith("http://localhost")) return "";
  return (
    'With cdn "false" the site is served by a website endpoint over plain HTTP. Browsers refuse features that it needs, and ' +
    "Cognito refuses its address. Put HTTPS in front of it and set site_origin to that address."
  );
}

class Hosting {
  /** @param {any} serverless */
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.check() };
  }

  check() {
    const [command] = this.serverless.processedInput.commands;
    const { hosting } = this.serverless.service.custom;
    const found = fault(hosting) || (command === "deploy" ? warning(hosting) : "");
    if (found && ["deploy", "package"].includes(command)) throw new this.serverless.classes.Error(found);
  }
}

module.exports = Object.assign(Hosting, { fault, warning });
