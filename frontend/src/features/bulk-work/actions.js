/** Changing many documents at once, from any screen: the change, its progress, and its undo. */

import { countBulk, followBulk, startBulk, undoBulk } from "../../api/bulk-work.js";
import { sentence } from "../../api/problems.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { inWords } from "./words.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../../types.js").Job} Job
 */

const MAX_IDS = 100;
/** Documents that are loaded again after a change. */
const MOST_REFRESHED = 500;

/**
 * Starts a change and reports its progress and its end in a toast. An error is shown as a message.
 * @param {Deps} deps
 * @param {import("../../api/bulk-work.js").Chosen} chosen
 * @param {BulkChanges} changes
 * @param {string[]} shown ids of documents on the screen that it may change
 * @returns {Promise<Job | null>} the job that did it, when it has ended; null after an error
 */
export async function changeMany(deps, chosen, changes, shown) {
  try {
    return await followChange(deps, await startBulk(deps.api, chosen, changes), shown);
  } catch (error) {
    deps.toast(sentence(error));
    return null;
  }
}

/**
 * Changes everything that a query matches, after asking the person with the number of documents.
 * @param {Deps} deps
 * @param {string} query
 * @param {BulkChanges} changes
 * @param {string[]} shown ids of documents on the screen that it may change
 * @param {() => void} [onSure] called before the change starts
 */
export async function changeMatching(deps, query, changes, shown, onSure = () => {}) {
  // What the query matches is counted again: the person cannot see all of it.
  if (!(await isSure(deps, query, changes))) return;
  onSure();
  await changeMany(deps, { query }, changes, shown);
}

/** @param {Deps} deps @param {string} query @param {BulkChanges} changes */
async function isSure(deps, query, changes) {
  try {
    const n = await countBulk(deps.api, { query }, changes);
    return await deps.confirm({
      title: t("bulk.question", { n }),
      text: t("bulk.questionText", { what: inWords(changes) }),
      yes: t("bulk.yes", { n }),
    });
  } catch (error) {
    deps.toast(sentence(error));
    return false;
  }
}

/**
 * Reverts a change of many documents that `changeMany` made.
 * @param {Deps} deps
 * @param {string} jobId
 * @param {string[]} [shown] by default, all documents that the site has loaded
 * @returns {Promise<Job | null>} the job that did it, when it has ended; null after an error
 */
export async function undoMany(deps, jobId, shown = [...deps.store.documents.keys()]) {
  try {
    return await followChange(deps, await undoBulk(deps.api, jobId), shown);
  } catch (error) {
    deps.toast(sentence(error));
    return null;
  }
}

/**
 * Reports the progress of a change and its end in a toast.
 * @param {Deps} deps
 * @param {Job} started
 * @param {string[]} [shown] by default, all documents that the site has loaded
 */
export async function followChange(deps, started, shown = [...deps.store.documents.keys()]) {
  const running = t("bulk.running", { n: started.total });
  const show = deps.toastProgress(running, { done: 0, total: started.total });
  const job = await followBulk(deps.api, started, ({ done, total }) => show(running, { progress: { done, total } }));
  await refresh(deps, shown);
  const changed = job.done - job.skipped;
  const words =
    job.state === "failed" ? [t("bulk.failed", { reason: reasonOf(job) })] : [t("bulk.done", { n: changed })];
  if (job.skipped) words.push(t("bulk.skipped", { n: job.skipped }));
  const mayUndo = changed > 0 && !job.undoes && !job.changes?.read_again && !job.changes?.delete_permanently;
  show(words.join(" "), {
    ...(mayUndo ? { action: { label: t("bulk.undo"), act: () => void undoMany(deps, job.id, shown) } } : {}),
    ...(job.skipped ? { link: { label: t("bulk.why"), address: "/changes" } } : {}),
  });
  return job;
}

/** @param {Deps} deps @param {string[]} ids */
async function refresh({ api, store, watcher }, ids) {
  for (let start = 0; start < Math.min(ids.length, MOST_REFRESHED); start += MAX_IDS) {
    const { documents } = await api.listDocuments({ ids: ids.slice(start, start + MAX_IDS).join(",") });
    watcher.watchAll(store.putAll(documents));
  }
}
