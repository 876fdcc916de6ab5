/**
 * serverless-python-requirements, which puts the Python packages of a service into its zip, and does so faster.
 *
 * The plugin asks JSZip for level 9, which is written in JavaScript: for the worker, level 9 takes 11 s of processor
 * time and level 6 takes 4 s, for a package that is 0.4 % larger (measured). JavaScript produces the same bytes on
 * every machine. zlib does not, but takes a fraction of the time, so the packages of the local stage use it. So do
 * packages with a level of zlib in DOCLOFT_FAST_ZIPS; 0 compresses nothing. zlib also calculates checksums, where Node
 * lets it (from 20.15).
 *
 * Each service has a requirements.cjs that loads this file, because the CLI only loads plugins from the folder of the
 * service.
 */
"use strict";

const { rmSync } = require("node:fs");
const { join } = require("node:path");
const zlib = require("node:zlib");
const kept = require("./kept_packages.cjs");

const LEVEL = 6;
const FASTEST = Number(process.env.DOCLOFT_FAST_ZIPS || 1);

const found = require.resolve("serverless-python-requirements");
/** @param {string} name */
const load = (name) => require(require.resolve(name, { paths: [found] }));
const JSZip = load("jszip");
const { DEFLATE } = load("jszip/lib/compressions");
const Crc32Probe = load("jszip/lib/stream/Crc32Probe");
const GenericWorker = load("jszip/lib/stream/GenericWorker");

let isFast = Boolean(process.env.DOCLOFT_FAST_ZIPS);

/** @type {(options: object, onUpdate?: Function) => NodeJS.ReadableStream} */
const generate = JSZip.prototype.generateNodeStream;

/**
 * @param {object} options
 * @param {Function} [onUpdate]
 * @this {object}
 */
JSZip.prototype.generateNodeStream = function (options, onUpdate) {
  return generate.call(this, { ...options, compressionOptions: { level: LEVEL } }, onUpdate);
};

const compressInJavaScript = DEFLATE.compressWorker;

/** @param {object} options */
DEFLATE.compressWorker = (options) => (isFast ? zlibWorker() : compressInJavaScript(options));

/** A stage of JSZip's pipeline that compresses one file with zlib. */
function zlibWorker() {
  const worker = new GenericWorker("zlib");
  /** @type {Uint8Array[]} */
  const chunks = [];
  /** @param {{ data: Uint8Array }} chunk */
  worker.processChunk = (chunk) => chunks.push(chunk.data);
  worker.flush = () => {
    worker.push({ data: zlib.deflateRawSync(Buffer.concat(chunks), { level: FASTEST }), meta: {} });
  };
  return worker;
}

/** @type {((data: Uint8Array, value: number) => number) | undefined} */
const crc32 = /** @type {any} */ (zlib).crc32;

if (crc32) {
  /**
   * @param {{ data: Uint8Array }} chunk
   * @this {any}
   */
  Crc32Probe.prototype.processChunk = function (chunk) {
    // JSZip's own checksums have a sign, and it compares them.
    this.streamInfo.crc32 = crc32(chunk.data, (this.streamInfo.crc32 || 0) >>> 0) | 0;
    this.push(chunk);
  };
}

const Plugin = require(found);

const BUILDING = "before:package:createDeploymentArtifacts";
const BUILT = "after:package:createDeploymentArtifacts";

/** The plugin, which also chooses how to compress, keeps packages, and deletes the files that the zip contains. */
class Requirements extends Plugin {
  /**
   * @param {any} serverless
   * @param {any} options
   * @param {any} more
   */
  constructor(serverless, options, more) {
    super(serverless, options, more);
    isFast ||= serverless.getProvider("aws").getStage() === "local";
    if (isFast && process.env.DOCLOFT_KEPT_PACKAGES) this.keepPackages(process.env.DOCLOFT_KEPT_PACKAGES);
    if (options.package) {
      // Otherwise the CLI copies them, one by one, to the folder that it was given for the package.
      const folder = join(serverless.serviceDir, ".serverless/requirements");
      this.hooks["before:aws:common:moveArtifactsToPackage:move"] = () =>
        rmSync(folder, { recursive: true, force: true });
    }
  }

  /** With the packages that the service needs at this stage only (`custom.further_requirements`). */
  get options() {
    const options = super.options;
    const further = this.serverless.service.custom?.further_requirements ?? [];
    return { ...options, pipCmdExtraArgs: [...options.pipCmdExtraArgs, ...further] };
  }

  /** @param {string} folder */
  keepPackages(folder) {
    const { service, serviceDir } = this.serverless;
    const artifact = join(serviceDir, ".serverless", `${service.service}.zip`);
    const { [BUILDING]: install, [BUILT]: inject } = this.hooks;
    const name = () => kept.nameOf(serviceDir, [service.package.patterns, this.options]);
    let before = "";
    let isKept = false;
    this.hooks[BUILDING] = async () => {
      before = name();
      isKept = kept.use(folder, before, artifact);
      if (!isKept) return install();
      // As the CLI does when it has built a package: it deploys again when its own record of the service differs.
      service.package.artifact = artifact;
      service.artifact = artifact;
    };
    this.hooks[BUILT] = async () => {
      if (isKept) return;
      await inject();
      // Files that were edited meanwhile may be in the package or not.
      if (name() === before) kept.keep(folder, before, artifact);
    };
  }
}

/**
 * With DOCLOFT_TEMPLATES_ONLY=1 the zips contain no requirements. No template depends on them, and it saves most of the
 * time.
 */
module.exports = process.env.DOCLOFT_TEMPLATES_ONLY === "1" ? class {} : Requirements;
