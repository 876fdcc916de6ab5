/** Jobs: work of the server that takes longer than a request. */

import { wait } from "./wait.js";

/** @typedef {Awaited<ReturnType<import("./operations.js").Api["findJob"]>>} Job */

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/**
 * Waits until a job has ended.
 * @param {Pick<import("./operations.js").Api, "findJob">} api
 * @param {string} jobId
 * @returns {Promise<Job | null>} the job if it failed
 */
export async function failureOf(api, jobId) {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 1.5, LONGEST_WAIT_MS)) {
    const job = await api.findJob(jobId);
    if (job.state === "done") return null;
    if (job.state === "failed") return job;
    await wait(pause);
  }
}
