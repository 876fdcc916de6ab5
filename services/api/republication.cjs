/**
 * After each deploy, publishes the API again if the stage still serves something that CloudFormation has deleted since.
 *
 * A deployment is a snapshot. CloudFormation creates the new one before it deletes what the template no longer has (it
 * deletes while it cleans up, after everything else), so a removed route is part of the snapshot and remains served. As
 * the deployment's name is a digest of what it publishes (stage.cjs), later deploys would not create another one
 * either.
 *
 * Idempotent: it compares the time of the stage's deployment with the times of deletions, which stack events keep for
 * 90 days. So a deploy repeats what an earlier, interrupted one has left undone. The stage then has a deployment that
 * is not in the template; CloudFormation replaces it the next time the API changes.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
"use strict";

const { CreateDeploymentCommand, GetDeploymentCommand, GetStageCommand } = require("@aws-sdk/client-api-gateway");
const { paginateDescribeStackEvents } = require("@aws-sdk/client-cloudformation");
const deployed = require("../../packaging/deployed.cjs");
const published = require("./published.cjs");
const { PUBLISHED } = require("./stage.cjs");

/**
 * @typedef {{ Timestamp?: Date, ResourceType?: string, ResourceStatus?: string, LogicalResourceId?: string }} Event
 */

/**
 * @param {AsyncIterable<Event> | Iterable<Event>} events of the stack, newest first
 * @param {Date} published when the stage's deployment was created
 * @returns {Promise<string[]>} logical ids of what the deployment contains although it was deleted
 */
async function deletedSince(events, published) {
  const found = [];
  for await (const { Timestamp, ResourceType, ResourceStatus, LogicalResourceId } of events) {
    if (!Timestamp || Timestamp < published) break;
    const kind = ResourceType?.replace("AWS::ApiGateway::", "") ?? "";
    if (ResourceStatus === "DELETE_COMPLETE" && PUBLISHED.includes(kind)) found.push(LogicalResourceId ?? kind);
  }
  return found;
}

class Republication {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   * @param {{ log: { notice: (text: string) => void } }} output
   */
  constructor(serverless, options, { log }) {
    this.serverless = serverless;
    this.options = options;
    this.log = log;
    // The CLI waits until the stack's status is UPDATE_COMPLETE, which is after the cleanup.
    this.hooks = { "after:deploy:deploy": () => this.apply() };
  }

  async apply() {
    const { gateway, stage } = await this.published();
    const { deploymentId } = await gateway.send(new GetStageCommand(stage));
    const { createdDate } = await gateway.send(new GetDeploymentCommand({ restApiId: stage.restApiId, deploymentId }));
    const left = await deletedSince(this.events(), createdDate ?? new Date(0));
    if (left.length === 0) return;
    await gateway.send(new CreateDeploymentCommand({ ...stage, description: "Without what the last deploy removed" }));
    this.log.notice(`API published again, without ${left.join(", ")}.`);
  }

  published() {
    return published.find(this.serverless, this.options);
  }

  /** @returns {AsyncIterable<Event> | Iterable<Event>} */
  events() {
    const client = deployed.client(this.serverless, this.options);
    return allEvents(client, this.serverless.getProvider("aws").naming.getStackName());
  }
}

/**
 * @param {import("@aws-sdk/client-cloudformation").CloudFormationClient} client
 * @param {string} StackName
 */
async function* allEvents(client, StackName) {
  for await (const page of paginateDescribeStackEvents({ client }, { StackName })) yield* page.StackEvents ?? [];
}

module.exports = Object.assign(Republication, { deletedSince });
