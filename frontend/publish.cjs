/**
 * `serverless publish --stage <stage>`: puts the site's files and /config.json into its bucket. A command of its own,
 * run after the other stacks stand, because config.json names their addresses. Idempotent; what is not part of the site
 * any more is removed last, so that a page that is open keeps finding its modules until it is loaded anew.
 */
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { S3Client, DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2 } = require("@aws-sdk/client-s3");
const { files, withPolicy } = require("./site.cjs");

const AT_ONCE = 8;
const NEEDED = ["api_url", "auth_url", "client_id", "user_pool_id", "region"];

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
    const named = this.serverless.service.custom.publish;
    const missing = NEEDED.filter((name) => !named[name]);
    if (missing.length > 0) {
      throw new this.serverless.classes.Error(
        `The site cannot be published yet: ${missing.join(", ")} not known. Deploy services/api to this stage first.`,
      );
    }
    const profile = this.options["aws-profile"];
    if (profile) process.env.AWS_PROFILE = profile;
    const client = new S3Client({ region: named.region });
    const config = Object.fromEntries(NEEDED.map((name) => [name, named[name]]));
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
    page.body = Buffer.from(withPolicy(page.body.toString(), named.content_security_policy));
    const there = await this.stored(client, named.bucket);
    const changed = objects.filter(({ key, body }) => there.get(key) !== md5(body));
    await inTurn(changed, AT_ONCE, ({ key, body, type, cache }) =>
      client.send(
        new PutObjectCommand({ Bucket: named.bucket, Key: key, Body: body, ContentType: type, CacheControl: cache }),
      ),
    );
    const kept = new Set(objects.map(({ key }) => key));
    const gone = [...there.keys()].filter((key) => !kept.has(key));
    for (let start = 0; start < gone.length; start += 1000) {
      const Objects = gone.slice(start, start + 1000).map((Key) => ({ Key }));
      await client.send(new DeleteObjectsCommand({ Bucket: named.bucket, Delete: { Objects, Quiet: true } }));
    }
    this.log.notice(`Site: ${changed.length} of ${objects.length} files published, ${gone.length} removed.`);
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
