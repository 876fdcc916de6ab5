/** The operations of the API on many documents at once. */

import { zone } from "./preferences.js";
import { wait } from "./wait.js";

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("../../types.js").Job} Job
 * @typedef {import("../../types.js").Bulk} Bulk
 * @typedef {{ ids: string[] } | { query: string }} Chosen
 */

/** The most ids of one request (StartBulk and StartExport in docs/openapi.json). */
export const MOST_IDS = 1000;

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 3000;

/** @param {Chosen} chosen */
function chosenBy(chosen) {
  return "query" in chosen ? { ...chosen, zone: zone() } : chosen;
}

/**
 * How many documents would be changed.
 * @param {Client} client
 * @param {Chosen} chosen
 * @param {import("../../types.js").BulkChanges} changes
 * @returns {Promise<number>}
 */
export async function countBulk(client, chosen, changes) {
  const { total } = await client.request("POST", "/v1/bulk", { body: { ...chosenBy(chosen), changes, dry_run: true } });
  return total;
}

/**
 * @param {Client} client
 * @param {Chosen} chosen
 * @param {import("../../types.js").BulkChanges} changes
 * @returns {Promise<Job>}
 */
export async function startBulk(client, chosen, changes) {
  const headers = { "Idempotency-Key": crypto.randomUUID() };
  const { job } = await client.request("POST", "/v1/bulk", { body: { ...chosenBy(chosen), changes }, headers });
  return job;
}

/** @param {Client} client @param {string} id @returns {Promise<Job>} the job that reverts it */
export async function undoBulk(client, id) {
  // Repeating it starts a second job, which finds nothing left to revert.
  const { job } = await client.request("POST", `/v1/bulk/${id}/undo`);
  return job;
}

/**
 * @param {Client} client
 * @param {string} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types.js").BulkReport>}
 */
export function reportBulk(client, id, signal) {
  return client.request("GET", `/v1/bulk/${id}`, { signal });
}

/**
 * @param {Client} client
 * @param {string | null} cursor
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types.js").Jobs>} newest first
 */
export function listBulk(client, cursor, signal) {
  return client.request("GET", "/v1/jobs", { query: { kind: "bulk", ...(cursor ? { cursor } : {}) }, signal });
}

/**
 * Waits until a job has ended.
 * @param {Pick<import("./operations.js").Api, "findJob">} api
 * @param {Job} started
 * @param {(job: Job) => void} onProgress
 * @returns {Promise<Job>} the job that has ended
 */
export async function followBulk(api, started, onProgress) {
  let job = started;
  for (
    let pause = FIRST_WAIT_MS;
    job.state !== "done" && job.state !== "failed";
    pause = Math.min(pause * 1.3, LONGEST_WAIT_MS)
  ) {
    onProgress(job);
    await wait(pause);
    job = await api.findJob(job.id);
  }
  return job;
}
