/** The deployed state of a service, as reported by CloudFormation: the local files may be a different version. */
"use strict";

const { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } = require("@aws-sdk/client-cloudformation");

/**
 * @typedef {{ DeletionPolicy?: string, Properties?: Record<string, any> }} Resource
 * @typedef {{ Resources?: Record<string, Resource> }} Template
 */

/**
 * @param {any} serverless
 * @param {Record<string, string>} options of the command
 */
function client(serverless, options) {
  if (options["aws-profile"]) process.env.AWS_PROFILE = options["aws-profile"];
  return new CloudFormationClient({ region: serverless.getProvider("aws").getRegion() });
}

/**
 * @param {any} serverless
 * @param {Record<string, string>} options
 * @returns {Promise<Template | null>} null when there is no stack
 */
async function template(serverless, options) {
  const StackName = serverless.getProvider("aws").naming.getStackName();
  const send = () => client(serverless, options).send(new GetTemplateCommand({ StackName, TemplateStage: "Original" }));
  const found = await existing(send);
  return found && JSON.parse(found.TemplateBody ?? "{}");
}

/**
 * @param {any} serverless
 * @param {Record<string, string>} options
 * @returns {Promise<Record<string, string | undefined>>} the parameters of the stack; empty when there is no stack
 */
async function parameters(serverless, options) {
  const StackName = serverless.getProvider("aws").naming.getStackName();
  const found = await existing(() => client(serverless, options).send(new DescribeStacksCommand({ StackName })));
  const given = found?.Stacks?.[0]?.Parameters ?? [];
  return Object.fromEntries(given.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
}

/**
 * @template T
 * @param {() => Promise<T>} send
 * @returns {Promise<T | null>} null when there is no stack
 */
async function existing(send) {
  try {
    return await send();
  } catch (error) {
    if (error instanceof Error && error.message.includes("does not exist")) return null;
    throw error;
  }
}

module.exports = { client, parameters, template };
