/**
 * `serverless invoke local` accepts only text, Ref or ImportValue in a function's environment and fails on Fn::Sub. In
 * the template the name of the files bucket has to be a Fn::Sub, because a Ref would be circular: the bucket refers to
 * the functions. This command runs against a deployed stack, where a Ref works, so this plugin replaces it.
 */
"use strict";

module.exports = class InvokeLocal {
  /** @param {any} serverless */
  constructor(serverless) {
    this.hooks = {
      // The only hook of this command at which the CLI's own code has not run yet.
      initialize: () => {
        if (serverless.processedInput.commands.join(" ") !== "invoke local") return;
        for (const { environment } of Object.values(serverless.service.functions)) {
          environment.FILES_BUCKET = { Ref: "FilesBucket" };
        }
      },
    };
  }
};
