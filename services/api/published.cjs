/** The stage that API Gateway serves, for plugins that change it after a deploy. */
"use strict";

const { APIGatewayClient } = require("@aws-sdk/client-api-gateway");
const { DescribeStackResourceCommand } = require("@aws-sdk/client-cloudformation");
const deployed = require("../../packaging/deployed.cjs");

/**
 * @param {any} serverless
 * @param {Record<string, string>} options of the command
 * @returns {Promise<{ gateway: APIGatewayClient, stage: { restApiId: string | undefined, stageName: string } }>}
 */
async function find(serverless, options) {
  const provider = serverless.getProvider("aws");
  const { StackResourceDetail } = await deployed.client(serverless, options).send(
    new DescribeStackResourceCommand({
      StackName: provider.naming.getStackName(),
      LogicalResourceId: "ApiGatewayRestApi",
    }),
  );
  return {
    gateway: new APIGatewayClient({ region: provider.getRegion() }),
    stage: { restApiId: StackResourceDetail?.PhysicalResourceId, stageName: provider.getStage() },
  };
}

module.exports = { find };
