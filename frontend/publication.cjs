/**
 * What compose does last: publishing the site (publish.cjs). A component of its own, because the site's bucket is deployed
 * first, everybody needs its address, and its files come last, they need everybody's. Compose takes one folder twice only
 * when the kind differs.
 */
"use strict";

const Framework = require("@osls/compose/components/framework");

module.exports = class Publication extends Framework {
  async deploy() {
    this.context.startProgress("publishing");
    await this.exec("serverless", ["publish"]);
    this.context.successProgress("published");
  }

  // It has no stack: bucket and files are the frontend's.
  async remove() {
    this.context.successProgress("has nothing of its own");
  }
  async package() {}
  async info() {}
  async logs() {}
  async refreshOutputs() {}
};
