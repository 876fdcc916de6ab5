/**
 * `serverless publish --stage <stage>`: puts the site's files and /config.json into its bucket. A command of its own,
 * run after the other stacks stand, because config.json names their addresses: it reads them from the stacks' outputs
 * when it runs, so that packaging and deploying this service need to know nothing of them. Idempotent; what is not part of the site
 * any more is removed last, so that a page that is open keeps finding its modules until it is loaded anew.
 */
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { CloudFormationClient, DescribeStacksCommand } = require("@aws-sdk/client-cloudformation");
const { S3Client, DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2 } = require("@aws-sdk/client-s3");
const { files, withPolicy } = require("./site.cjs");

const AT_ONCE = 8;
/** What the page has to know by who may ask, and the output of the API's stack that says it. */
const NEEDED = {
  cognito: { api_url: "ApiUrl", auth_url: "AuthUrl", client_id: "UserPoolClientId", user_pool_id: "UserPoolId" },
  api_key: { api_url: "ApiUrl" },
};

module.exports = class Publish {
  /**
   * @param {any} serverless
   * @param {Record<string, string>} options
   * @param {{ log: { notice: (text: string) => void, success?: (text: string) => void } }} output
   */
  constructor(serverless, options, { log }) {
    this.serverless = serverless;
    this.options = options;
    this.log = log;
    this.commands = {
      publish: { usage: "Put the site's files into its bucket", lifecycleEvents: ["publish"] },
    };
    this.hooks = { "publish:publish": () => this.publish() };
  }

  async publish() {
    const profile = this.options["aws-profile"];
    if (profile) process.env.AWS_PROFILE = profile;
    const provider = this.serverless.getProvider("aws");
    const region = provider.getRegion();
    const stacks = new CloudFormationClient({ region });
    const site = await this.outputs(stacks, provider.naming.getStackName());
    const bucket = this.told(site, "SiteBucketName", "frontend");
    const policy = Buffer.from(this.told(site, "ContentSecurityPolicyBase64", "frontend"), "base64").toString();
    const api = await this.outputs(stacks, `docloft-api-${provider.getStage()}`);
    const auth = this.told(api, "Auth", "services/api") === "api_key" ? "api_key" : "cognito";
    const config = Object.fromEntries(
      Object.entries(NEEDED[auth]).map(([name, output]) => [name, this.told(api, output, "services/api")]),
    );
    Object.assign(config, { auth, region });
    const client = new S3Client({ region });
    const objects = [
      ...files(this.serverless.serviceDir).map(({ file, ...rest }) => ({ ...rest, body: fs.readFileSync(file) })),
      {
        key: "config.json",
        body: Buffer.from(`${JSON.stringify(config, null, 2)}\n`),
        type: "application/json",
        cache: "no-cache",
      },
    ];
    const page = objects.find(({ key }) => key === "index.html");
    page.body = Buffer.from(withPolicy(page.body.toString(), policy));
    const there = await this.stored(client, bucket);
    const changed = objects.filter(({ key, body }) => there.get(key) !== md5(body));
    await inTurn(changed, AT_ONCE, ({ key, body, type, cache }) =>
      client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: type, CacheControl: cache }),
      ),
    );
    const kept = new Set(objects.map(({ key }) => key));
    const gone = [...there.keys()].filter((key) => !kept.has(key));
    for (let start = 0; start < gone.length; start += 1000) {
      const Objects = gone.slice(start, start + 1000).map((Key) => ({ Key }));
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
    }
    this.log.notice(`Site: ${changed.length} of ${objects.length} files published, ${gone.length} removed.`);
  }

  /**
   * @param {import("@aws-sdk/client-cloudformation").CloudFormationClient} client
   * @param {string} name
   * @returns {Promise<Record<string, string | undefined>>} empty when there is no such stack
   */
  async outputs(client, name) {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const outputs = Stacks?.[0]?.Outputs ?? [];
      return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    } catch (error) {
      if (error instanceof Error && error.message.includes("does not exist")) return {};
      throw error;
    }
  }

  /**
   * @param {Record<string, string | undefined>} outputs
   * @param {string} name
   * @param {string} service whose stack says it
   */
  told(outputs, name, service) {
    const value = outputs[name];
    if (value) return value;
    throw new this.serverless.classes.Error(
      `The site cannot be published yet: ${name} is not known. Deploy ${service} to this stage first.`,
    );
  }

  /**
   * @param {import("@aws-sdk/client-s3").S3Client} client
   * @param {string} bucket
   * @returns {Promise<Map<string, string>>} key to MD5, which is what the ETag of an object put whole is
   */
  async stored(client, bucket) {
    const found = new Map();
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      for (const { Key, ETag } of page.Contents ?? []) found.set(Key, (ETag ?? "").replaceAll('"', ""));
    }
    return found;
  }
};

/** @param {Buffer} body */
function md5(body) {
  return createHash("md5").update(body).digest("hex");
}

/**
 * Runs `act` for every item, a few at once; index.html and config.json, which come last, wait for what they name.
 * @template T
 * @param {T[]} items
 * @param {number} atOnce
 * @param {(item: T) => Promise<unknown>} act
 */
async function inTurn(items, atOnce, act) {
  for (let start = 0; start < items.length; start += atOnce) {
    await Promise.all(items.slice(start, start + atOnce).map(act));
  }
}
