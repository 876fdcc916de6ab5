/** The operations of the API on the history of a document. */

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("../../types.js").Doc} Doc
 */

/**
 * @param {Client} client
 * @param {string} id
 * @param {string} cursor "": the newest entries
 * @param {AbortSignal} signal
 * @returns {Promise<import("../../types.js").History>}
 */
export function listHistory(client, id, cursor, signal) {
  return client.request("GET", `/v1/documents/${id}/history`, {
    query: { limit: "100", ...(cursor ? { cursor } : {}) },
    signal,
  });
}

/**
 * @param {Client} client
 * @param {Doc} document the version that the person saw
 * @param {string} entry an id
 * @param {"revert" | "restore"} verb undo this entry, or restore the fields as they were after it
 * @returns {Promise<import("../../types.js").Reverted>}
 */
export function changeBack(client, { id, version }, entry, verb) {
  return client.request("POST", `/v1/documents/${id}/history/${entry}/${verb}`, {
    headers: { "If-Match": `"${version}"` },
  });
}
