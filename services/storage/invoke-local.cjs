/**
 * `serverless invoke local` accepts text, Ref or ImportValue in a function's environment and fails on Fn::Sub, which the
 * name of the files bucket needs: in the template it cannot be a Ref, because the bucket refers to the functions. For this
 * one command, which runs against a deployed stack, it can: so it is replaced here.
 */
"use strict";

module.exports = class InvokeLocal {
  /** @param {any} serverless */
  constructor(serverless) {
    this.hooks = {
      // At every later hook of that command the CLI's own code runs first.
      initialize: () => {
        if (serverless.processedInput.commands.join(" ") !== "invoke local") return;
        for (const { environment } of Object.values(serverless.service.functions)) {
          environment.FILES_BUCKET = { Ref: "FilesBucket" };
        }
      },
    };
  }
};
