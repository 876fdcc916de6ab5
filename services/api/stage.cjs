/**
 * Adds the API's stage, with the limits under `custom.throttling`, to the template. Without it, the CLI's deployment
 * resource creates the stage, so the template cannot describe it, and that resource has a new name in every deploy.
 *
 * - The stage is a separate resource that refers to the deployment. `StageDescription` on the deployment works only for
 *   the first deploy: CloudFormation refuses it once the stage exists.
 * - The deployment's name is a digest of what it publishes, so an unchanged API is not published again.
 * - It depends on everything it publishes: a gateway response created later would be missing until the next deploy.
 *   Removed methods are still part of it: republication.cjs publishes again after they are deleted.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html
 */
"use strict";

const { createHash } = require("node:crypto");

const STAGE = "ApiGatewayStage";
/** The kinds of resources that a deployment publishes. */
const PUBLISHED = ["RestApi", "Resource", "Method", "Model", "RequestValidator", "Authorizer", "GatewayResponse"];

/**
 * Requests a second, and the burst above it.
 * @typedef {{ rate: number, burst: number }} Limit
 * @typedef {{ Type: string, DependsOn?: string | string[], Properties: Record<string, any> }} Resource
 */

/**
 * @param {Record<string, Resource>} resources of the merged template; changed in place
 * @param {{ name: string, tracing: boolean, limits: Record<string, Limit> }} stage
 * @returns {string} the logical id of the deployment
 */
function addStage(resources, { name, tracing, limits }) {
  const found = Object.keys(resources).filter((id) => resources[id].Type === "AWS::ApiGateway::Deployment");
  if (found.length !== 1)
    throw new Error(`stage.cjs expects one deployment of the API, but the template has ${found.length}.`);
  const published = Object.keys(resources)
    .filter((id) => PUBLISHED.some((kind) => resources[id].Type === `AWS::ApiGateway::${kind}`))
    .sort();
  const digest = createHash("sha256").update(JSON.stringify(published.map((id) => [id, resources[id]])));
  const id = `ApiGatewayDeployment${digest.digest("hex").slice(0, 12)}`;
  const deployment = resources[found[0]];
  delete resources[found[0]];
  delete deployment.Properties.StageName;
  // It refers to the API, and methods refer to their path: CloudFormation waits for these anyway.
  const implied = ["AWS::ApiGateway::RestApi", "AWS::ApiGateway::Resource"];
  deployment.DependsOn = published.filter((id) => !implied.includes(resources[id].Type));
  resources[id] = deployment;
  resources[STAGE] = {
    Type: "AWS::ApiGateway::Stage",
    Properties: {
      RestApiId: deployment.Properties.RestApiId,
      DeploymentId: { Ref: id },
      StageName: name,
      TracingEnabled: tracing,
      MethodSettings: methodSettings(limits),
    },
  };
  // A usage plan has only the stage's name, which CloudFormation does not recognize as a dependency.
  for (const resource of Object.values(resources)) {
    if (resource.Type !== "AWS::ApiGateway::UsagePlan") continue;
    const others = [resource.DependsOn ?? []].flat().filter((other) => other !== found[0]);
    resource.DependsOn = [...new Set([...others, STAGE])];
  }
  return id;
}

/**
 * @param {Record<string, Limit>} limits "default" or "GET /v1/search" to its limit
 * @returns {Record<string, string | number>[]} the MethodSettings of AWS::ApiGateway::Stage
 */
function methodSettings(limits) {
  return Object.entries(limits).map(([route, { rate, burst }]) => {
    const [HttpMethod, path] = route === "default" ? ["*", "*"] : route.split(" ");
    const ResourcePath = route === "default" ? "/*" : `/${path.replaceAll("/", "~1")}`;
    return { HttpMethod, ResourcePath, ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
  });
}

class Stage {
  /** @param {any} serverless */
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { "after:aws:package:finalize:mergeCustomProviderResources": () => this.apply() };
  }

  apply() {
    const { custom, provider } = this.serverless.service;
    addStage(provider.compiledCloudFormationTemplate.Resources, {
      name: this.serverless.getProvider("aws").getStage(),
      tracing: Boolean(provider.tracing?.apiGateway),
      limits: custom.throttling,
    });
  }
}

module.exports = Object.assign(Stage, { addStage, PUBLISHED });
