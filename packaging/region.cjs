/**
 * The region that a command works in: `--region`, AWS_REGION, AWS_DEFAULT_REGION, or the region of the profile
 * (`--aws-profile` or AWS_PROFILE). AWS's own tools differ in what they read (the CLI reads all of these, the SDK for
 * JavaScript ignores AWS_DEFAULT_REGION, boto3 ignores AWS_REGION); operate/stage.py reads the same ones.
 *
 * serverless.yml of each service reads it as a variable. There is no default region: documents must not end up in a
 * country that no one has chosen. Null when none is set, which is enough for `serverless package`; guard.cjs refuses
 * the rest.
 */
"use strict";

const { CloudFormationClient } = require("@aws-sdk/client-cloudformation");

/**
 * @param {{ options: Record<string, string | undefined> }} cli its options
 * @returns {Promise<string | null>}
 */
async function region({ options }) {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const given = options.region || AWS_REGION || AWS_DEFAULT_REGION;
  if (given) return given;
  if (options["aws-profile"]) process.env.AWS_PROFILE = options["aws-profile"];
  try {
    // Reads the files of profiles, and fails when they name no region.
    return await new CloudFormationClient({}).config.region();
  } catch {
    return null;
  }
}

module.exports = region;
