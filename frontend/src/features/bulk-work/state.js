/** Bulk changes: their progress and reports, and the list of them. Pure functions. */

/**
 * @typedef {import("../../../types.js").Job} Job
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {{ jobs: Job[], cursor: string | null, isLoaded: boolean, error: unknown, reports: Record<string, Report[]>
 *   }} State `reports`: by the id of a job, what it skipped
 * @typedef {{ id: string, title: string | null, code: string }} Report `title`: null for a document that was deleted
 */

/** @type {State} */
export const INITIAL = { jobs: [], cursor: null, isLoaded: false, error: null, reports: {} };

/** @param {State} state @param {import("../../../types.js").Jobs} page @returns {Partial<State>} */
export function withPage({ jobs }, page) {
  const known = new Set(jobs.map(({ id }) => id));
  return {
    jobs: [...jobs, ...page.jobs.filter(({ id }) => !known.has(id))],
    cursor: page.cursor,
    isLoaded: true,
    error: null,
  };
}

/**
 * The list with a newer state of a job, or with a new job.
 * @param {State} state
 * @param {Job} job
 * @returns {Pick<State, "jobs">}
 */
export function withJob({ jobs }, job) {
  const at = jobs.findIndex(({ id }) => id === job.id);
  return { jobs: at < 0 ? [job, ...jobs] : jobs.with(at, job) };
}

/** @param {Job[]} jobs @param {Job} job */
export function isUndone(jobs, job) {
  return jobs.some(({ undoes, state }) => undoes === job.id && state !== "failed");
}

/** @param {Job[]} jobs @param {Job} job */
export function canUndo(jobs, job) {
  const isOver = job.state === "done" || job.state === "failed";
  return (
    isOver &&
    job.done > job.skipped &&
    !job.undoes &&
    !job.changes?.read_again &&
    !job.changes?.delete_permanently &&
    !isUndone(jobs, job)
  );
}
