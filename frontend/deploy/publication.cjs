/**
 * The last step of compose: publishing the site (publish.cjs). It is a separate component because the site's bucket is
 * deployed first, since every service needs its address, and its files are published last, since they contain every
 * service's address. Compose accepts the same folder twice only for components of different kinds.
 */
"use strict";

const Stack = require("../../packaging/stack.cjs");

module.exports = class Publication extends Stack {
  async deploy() {
    this.context.startProgress("publishing");
    await this.exec("serverless", ["publish"]);
    this.context.successProgress("published");
  }

  // It has no stack: bucket and files belong to the frontend.
  async remove() {
    this.context.successProgress("nothing to remove");
  }
  async package() {}
  async info() {}
  async logs() {}
  async refreshOutputs() {}
};
