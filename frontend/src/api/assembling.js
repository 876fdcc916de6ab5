/** Making new documents from the pages of others. */

/** @typedef {import("./client.js").Client} Client */

/**
 * @param {Client} client
 * @param {import("../../types.js").Assemble} wanted
 * @returns {Promise<import("../../types.js").Assembled>}
 */
export function startAssembly(client, wanted) {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  return client.request("POST", "/v1/assemblies", { body: wanted, headers });
}
