/**
 * `serverless invoke local` takes a function's environment as text, Ref or ImportValue, and gives up on Fn::Sub, which
 * the files bucket's name needs: the template may not Ref the bucket there, because the bucket names the functions. A
 * function that is run here, against a stack that stands, may: so here, and only for that command, it does.
 */
"use strict";

module.exports = class InvokeLocal {
  /** @param {any} serverless */
  constructor(serverless) {
    this.hooks = {
      // The CLI itself stands first at every later hook of that command.
      initialize: () => {
        if (serverless.processedInput.commands.join(" ") !== "invoke local") return;
        serverless.service.provider.environment.FILES_BUCKET = { Ref: "FilesBucket" };
      },
    };
  }
};
