/** The operations of the API on the versions of a document's file. */

import { isFailed } from "./document-states.js";
import { Problem } from "./problems.js";
import { wait } from "./wait.js";

/** @typedef {Pick<import("./client.js").Client, "request">} Client @typedef {import("../../types.js").Doc} Doc */

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

/**
 * @param {Client} client
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<import("../../types.js").Files>}
 */
export function listFiles(client, id, signal) {
  return client.request("GET", `/v1/documents/${id}/files`, { signal });
}

/**
 * @param {Client} client
 * @param {string} id
 * @param {number} number
 * @returns {Promise<import("../../types.js").Original>}
 */
export function fileLink(client, id, number) {
  return client.request("GET", `/v1/documents/${id}/files/${number}/original`, {
    query: { disposition: "attachment" },
  });
}

/**
 * Makes an earlier file the current one again.
 * @param {Client} client
 * @param {string} id
 * @param {number} number
 * @returns {Promise<Doc>}
 */
export function restoreFile(client, id, number) {
  return client.request("POST", `/v1/documents/${id}/files/${number}/restore`);
}

/**
 * @param {Client} client
 * @param {string} id of the document
 * @param {Record<string, unknown>} file as `createDocument` takes it
 * @param {string} key Idempotency-Key
 * @param {AbortSignal} signal
 * @returns {Promise<import("../../types.js").AnnouncedFile>}
 */
export function announceFile(client, id, file, key, signal) {
  return client.request("POST", `/v1/documents/${id}/files`, {
    body: file,
    headers: { "Idempotency-Key": key },
    signal,
    attempts: ATTEMPTS,
  });
}

/**
 * Waits until an uploaded file has become one of the document's, or is refused.
 * @param {Client} client
 * @param {string} id of the document
 * @param {string} upload its `upload_id`
 * @param {AbortSignal} signal
 * @returns {Promise<{ document: Doc, refused: Doc | null }>} `refused` says why
 */
export async function arrived(client, id, upload, signal) {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 1.5, LONGEST_WAIT_MS)) {
    const [{ files }, waiting] = await Promise.all([
      listFiles(client, id, signal),
      waitingUpload(client, upload, signal),
    ]);
    const isThere = files.some((file) => file.id === upload);
    if (isThere || (waiting && isFailed(waiting))) {
      const document = await client.request("GET", `/v1/documents/${id}`, { signal });
      return { document, refused: isThere ? null : waiting };
    }
    await wait(pause, signal);
  }
}

/**
 * The document that holds an upload until it is accepted; null once it has become a file of the other document.
 * @param {Client} client
 * @param {string} upload
 * @param {AbortSignal} signal
 * @returns {Promise<Doc | null>}
 */
async function waitingUpload(client, upload, signal) {
  try {
    return await client.request("GET", `/v1/documents/${upload}`, { signal });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}
