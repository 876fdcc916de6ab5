/**
 * `serverless publish --stage <stage>`: puts the site's files and /config.json into its bucket. It can only run once
 * the API is deployed, because config.json and the page's policy contain the API's address; that address is read from
 * the stacks' outputs when publishing, so packaging and deploying this service do not depend on the others. `serverless
 * deploy` publishes when the API exists, and compose, which deploys this bucket first, publishes last
 * (publication.cjs).
 *
 * Idempotent. Open pages keep working: the files of the previous version stay until the next one is published, and
 * older ones are deleted. `serverless remove` empties the bucket first, or CloudFormation could not delete it.
 */
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { CloudFormationClient, DescribeStacksCommand } = require("@aws-sdk/client-cloudformation");
const {
  S3Client,
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} = require("@aws-sdk/client-s3");
const { FRESH, exactPolicy, filled, site } = require("./site.cjs");

const PARALLEL_UPLOADS = 8;
/** The limit of DeleteObjects (S3 API reference). */
const DELETE_BATCH = 1000;
const PAGE = "index.html";
/** Object metadata of the page: the prefixes that it uses, and those that the previous version used. */
const CURRENT = "versions";
const PREVIOUS = "versions-before";
/** The settings in config.json for each way to sign in, and the output of the API's stack that each comes from. */
const NEEDED = {
  cognito: {
    api_url: "ApiUrl",
    auth_url: "AuthUrl",
    user_pools_url: "UserPoolsUrl",
    client_id: "UserPoolClientId",
    command_line_client_id: "CommandLineClientId",
    user_pool_id: "UserPoolId",
  },
  api_key: { api_url: "ApiUrl" },
};

class Publish {
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
    this.hooks = {
      "publish:publish": () => this.publish(),
      "after:deploy:deploy": () => this.publishIfApiExists(),
      "before:remove:remove": () => this.empty(),
    };
  }

  get region() {
    return this.serverless.getProvider("aws").getRegion();
  }

  async publishIfApiExists() {
    // Compose deploys this first, when the API may still be the previous version, and publishes last.
    if (process.env.SLS_COMPOSE) return;
    const api = await this.outputs(this.apiStack());
    if (api.ApiUrl) await this.publish();
    else
      this.log.notice(
        "The site's files are published after the API is deployed: run `serverless publish`, or deploy this service again.",
      );
  }

  async publish() {
    const own = await this.outputs(this.serverless.getProvider("aws").naming.getStackName());
    const bucket = this.required(own, "SiteBucketName", "frontend");
    const policy = Buffer.from(this.required(own, "ContentSecurityPolicyBase64", "frontend"), "base64").toString();
    const api = await this.outputs(this.apiStack());
    const auth = this.required(api, "Auth", "services/api") === "api_key" ? "api_key" : "cognito";
    const config = Object.fromEntries(
      Object.entries(NEEDED[auth]).map(([name, output]) => [name, this.required(api, output, "services/api")]),
    );
    Object.assign(config, { auth, region: this.region });
    const { files, assets, stylesheet, modules, texts, versions } = site(this.serverless.serviceDir);
    const objects = files.map(({ file, body, ...rest }) => ({ ...rest, body: body ?? fs.readFileSync(file) }));
    const page = objects.pop();
    if (page?.key !== PAGE) throw new Error("The page must be published last: it names all the other files.");
    const values = {
      assets,
      stylesheet,
      modules,
      ...texts,
      content_security_policy: exactPolicy(policy, config.api_url),
    };
    page.body = Buffer.from(filled(page.body.toString(), values));
    objects.push({
      key: "config.json",
      body: Buffer.from(`${JSON.stringify(config, null, 2)}\n`),
      type: "application/json",
      cache: FRESH,
    });

    const client = new S3Client({ region: this.region });
    const there = await this.stored(client, bucket);
    const before = versionBefore(await this.metadata(client, bucket, there.has(PAGE)), versions.join(" "));
    const changed = [...objects, page].filter(({ key, body }) => there.get(key) !== md5(body));
    const put = (
      /** @type {typeof page} */ { key, body, type, cache },
      /** @type {Record<string, string>} */ Metadata = {},
    ) =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: type,
          CacheControl: cache,
          Metadata,
        }),
      );
    await inParallel(
      changed.filter((one) => one !== page),
      (one) => put(one),
    );
    if (changed.includes(page)) await put(page, { [CURRENT]: versions.join(" "), [PREVIOUS]: before.join(" ") });
    const named = new Set([...objects, page].map(({ key }) => key));
    const gone = [...there.keys()].filter((key) => !named.has(key) && !before.some((prefix) => key.startsWith(prefix)));
    await this.remove(
      client,
      bucket,
      gone.map((Key) => ({ Key })),
    );
    this.log.notice(`Site: ${changed.length} of ${named.size} files published, ${gone.length} removed.`);
  }

  /** Deletes every version of every object: CloudFormation cannot delete a bucket that has any. Idempotent. */
  async empty() {
    const own = await this.outputs(this.serverless.getProvider("aws").naming.getStackName());
    if (!own.SiteBucketName) return;
    const client = new S3Client({ region: this.region });
    const Bucket = own.SiteBucketName;
    for (;;) {
      // Always the first page: the objects it listed last time are deleted.
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      const found = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
      if (found.length === 0) break;
      await this.remove(client, Bucket, found);
    }
    this.log.notice("The site's bucket is empty.");
  }

  /**
   * @param {import("@aws-sdk/client-s3").S3Client} client
   * @param {string} bucket
   * @param {import("@aws-sdk/client-s3").ObjectIdentifier[]} found
   */
  async remove(client, bucket, found) {
    for (let start = 0; start < found.length; start += DELETE_BATCH) {
      const Objects = found.slice(start, start + DELETE_BATCH);
      const { Errors } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors?.length) throw new Error(`${Errors[0].Key} could not be deleted: ${Errors[0].Message}`);
    }
  }

  apiStack() {
    return `docloft-api-${this.serverless.getProvider("aws").getStage()}`;
  }

  /**
   * @param {string} name
   * @returns {Promise<Record<string, string | undefined>>} empty when there is no such stack
   */
  async outputs(name) {
    const profile = this.options["aws-profile"];
    if (profile) process.env.AWS_PROFILE = profile;
    const client = new CloudFormationClient({ region: this.region });
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
   * @param {string} service whose stack has the output
   */
  required(outputs, name, service) {
    const value = outputs[name];
    if (value) return value;
    throw new this.serverless.classes.Error(
      `The site cannot be published yet: the output ${name} is missing. Deploy ${service} to this stage first.`,
    );
  }

  /**
   * @param {import("@aws-sdk/client-s3").S3Client} client
   * @param {string} bucket
   * @returns {Promise<Map<string, string>>} key to MD5, which is the ETag of an object uploaded in one part
   */
  async stored(client, bucket) {
    const found = new Map();
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      for (const { Key, ETag } of page.Contents ?? []) found.set(Key, (ETag ?? "").replaceAll('"', ""));
    }
    return found;
  }

  /**
   * @param {import("@aws-sdk/client-s3").S3Client} client
   * @param {string} bucket
   * @param {boolean} isThere
   * @returns {Promise<Record<string, string>>} metadata of the published page; empty if there is none
   */
  async metadata(client, bucket, isThere) {
    if (!isThere) return {};
    return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: PAGE }))).Metadata ?? {};
  }
}

/**
 * The prefixes that the version before `now` used. Publishing the same version twice does not make it its own
 * predecessor.
 * @param {Record<string, string>} metadata of the published page
 * @param {string} now
 * @returns {string[]}
 */
function versionBefore(metadata, now) {
  return ((metadata[CURRENT] === now ? metadata[PREVIOUS] : metadata[CURRENT]) ?? "").split(" ").filter(Boolean);
}

/** @param {Buffer} body */
function md5(body) {
  return createHash("md5").update(body).digest("hex");
}

/**
 * Runs `act` for every item, PARALLEL_UPLOADS at a time.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => Promise<unknown>} act
 */
async function inParallel(items, act) {
  for (let start = 0; start < items.length; start += PARALLEL_UPLOADS) {
    await Promise.all(items.slice(start, start + PARALLEL_UPLOADS).map(act));
  }
}

module.exports = Object.assign(Publish, { versionBefore });
