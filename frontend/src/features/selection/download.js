/** Downloading the originals of many documents in ZIP archives, which the worker makes. */

import { MOST_IDS } from "../../api/bulk-work.js";
import { sentence } from "../../api/problems.js";
import { wait } from "../../api/wait.js";
import { reasonOf } from "../../ui/reasons.js";
import { saveFile } from "../../ui/save-file.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("../../../types.js").Deps} Deps */

const PAGE = 100;
const WAIT_MS = 700;
/** Browsers treat downloads that begin at the same moment as one. */
const BETWEEN_MS = 600;

/**
 * Downloads these documents, or those that the query matches now. Shows progress and result in a toast.
 * @param {Deps} deps
 * @param {import("../../api/bulk-work.js").Chosen} chosen
 */
export async function downloadMany(deps, chosen) {
  try {
    const ids = "ids" in chosen ? chosen.ids : await matching(deps, chosen.query);
    if (ids.length > MOST_IDS) deps.toast(t("selection.tooManyToDownload", { n: MOST_IDS }));
    else if (ids.length) await download(deps, ids);
  } catch (error) {
    deps.toast(sentence(error));
  }
}

/** @param {Deps} deps @param {string} query @returns {Promise<string[]>} more than MOST_IDS if there are too many */
async function matching({ api }, query) {
  /** @type {string[]} */
  const ids = [];
  let total = Infinity;
  while (ids.length < Math.min(total, MOST_IDS + 1)) {
    const page = await api.listRows({ q: query, order: "-added", offset: ids.length, limit: PAGE });
    if (page.total > MOST_IDS) return new Array(page.total).fill("");
    total = page.documents.length ? page.total : 0;
    ids.push(...page.documents.map(({ id }) => id));
  }
  return [...new Set(ids)];
}

/** @param {Deps} deps @param {string[]} ids */
async function download(deps, ids) {
  const { api } = deps;
  const running = t("selection.packing", { n: ids.length });
  const show = deps.toastProgress(running, { done: 0, total: ids.length });
  let { job } = await api.startExport(ids);
  while (job.state === "queued" || job.state === "running") {
    await wait(WAIT_MS);
    ({ job } = await api.findExport(job.id));
    show(running, { progress: { done: job.done, total: Math.max(job.total, 1) } });
  }
  if (job.state === "failed") return show(t("selection.notPacked", { reason: reasonOf(job) }));
  const { files } = await api.findExport(job.id);
  show(t("selection.packed", { n: ids.length }));
  for (const [place, { url, name }] of files.entries()) {
    if (place) await wait(BETWEEN_MS);
    saveFile(url, name);
  }
}
