/** The operations of the API on the notes of a document. */

/** @typedef {import("./client.js").Client} Client */

/**
 * @param {Client} client
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<import("../../types.js").Notes>}
 */
export function listNotes(client, id, signal) {
  return client.request("GET", `/v1/documents/${id}/notes`, { signal });
}

/**
 * Writes a new note, or gives it another text. May be repeated.
 * @param {Client} client
 * @param {string} id of the document
 * @param {string} note an id
 * @param {string} text
 * @param {number} [version] of the note that the person saw, if it is not new
 * @returns {Promise<import("../../types.js").WrittenNote>}
 */
export function writeNote(client, id, note, text, version) {
  return client.request("PUT", `/v1/documents/${id}/notes/${note}`, {
    body: { text },
    ...(version ? { headers: { "If-Match": `"${version}"` } } : {}),
  });
}

/**
 * @param {Client} client
 * @param {string} id
 * @param {import("../../types.js").Note} note as the person saw it
 * @returns {Promise<import("../../types.js").Doc>}
 */
export function removeNote(client, id, { id: note, version }) {
  return client.request("DELETE", `/v1/documents/${id}/notes/${note}`, { headers: { "If-Match": `"${version}"` } });
}
