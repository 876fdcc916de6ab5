/** The operations of the API on rules. */

import { zone } from "./preferences.js";

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("../../types.js").Rule} Rule
 * @typedef {import("../../types.js").RuleActions} RuleActions
 */

/**
 * @param {Client} client
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types.js").Rules>} in their order
 */
export function listRules(client, signal) {
  return client.request("GET", "/v1/rules", { signal });
}

/**
 * @param {Client} client
 * @param {string} id
 * @param {import("../../types.js").SaveRule} rule without a `zone`, days in its query are those of this browser's
 * @param {number} [version] that the person saw, of a rule that is replaced
 * @returns {Promise<Rule>}
 */
export function saveRule(client, id, rule, version) {
  const seen = version ? { headers: { "If-Match": `"${version}"` } } : {};
  return client.request("PUT", `/v1/rules/${id}`, { body: { zone: zone(), ...rule }, ...seen });
}

/** @param {Client} client @param {Rule} rule the version that the person saw @returns {Promise<Rule>} */
export function deleteRule(client, { id, version }) {
  return client.request("DELETE", `/v1/rules/${id}`, { headers: { "If-Match": `"${version}"` } });
}

/** @param {Client} client @param {string[]} ids of all rules @returns {Promise<import("../../types.js").Rules>} */
export function sortRules(client, ids) {
  return client.request("PUT", "/v1/rule-order", { body: { ids } });
}

/**
 * What a rule would change, from this place on.
 * @param {Client} client
 * @param {string} query
 * @param {RuleActions} actions
 * @param {number} offset
 * @returns {Promise<import("../../types.js").Trial>}
 */
export function tryRule(client, query, actions, offset = 0) {
  return client.request("POST", "/v1/rule-trials", { body: { query, actions, zone: zone(), offset } });
}

/** @param {Client} client @param {string} id @returns {Promise<import("../../types.js").Job>} */
export async function runRule(client, id) {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const { job } = await client.request("POST", `/v1/rules/${id}/run`, { headers });
  return job;
}
