/**
 * serverless-python-requirements, which puts the Python packages of a service into its zip, at a compression level that
 * packages in half the time. The plugin asks JSZip for level 9, which is written in JavaScript: for the worker, level 9
 * takes 11 s of processor time and level 6 takes 4 s, for a package that is 0.4 % larger (measured).
 *
 * Each service has a requirements.cjs that loads this file, because the CLI only loads plugins from the folder of the
 * service.
 */
"use strict";

const LEVEL = 6;

const plugin = require.resolve("serverless-python-requirements");
const JSZip = require(require.resolve("jszip", { paths: [plugin] }));

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

/** With DOCLOFT_TEMPLATES_ONLY=1 the zips contain no requirements. No template depends on them, and it saves most of the time. */
module.exports = process.env.DOCLOFT_TEMPLATES_ONLY === "1" ? class {} : require(plugin);
