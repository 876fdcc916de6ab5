/** The export of a library: starting one, its progress, and links to its files. */

import { isAbort, sentence } from "../../api/problems.js";
import { wait } from "../../api/wait.js";
import { bytes, moment } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

const WAIT_MS = 2000;

/** @typedef {import("../../../types.js").Export} Export */

/**
 * Follows the newest export of the library, if there is one, until it has ended.
 * @param {import("../../api/operations.js").Api} api
 * @param {(found: Export) => void} show
 * @param {AbortSignal} signal
 */
export async function follow(api, show, signal) {
  const { jobs } = await api.listJobs(signal);
  const newest = jobs.find((job) => job.kind === "export" && !job.is_selection);
  while (newest && !signal.aborted) {
    const found = await api.findExport(newest.id, signal);
    show(found);
    if (found.job.state === "done" || found.job.state === "failed") return;
    await wait(WAIT_MS);
  }
}

/**
 * As `follow`. Ignores an export that was deleted, and shows a failure in a toast.
 * @param {import("../../../types.js").Deps} deps
 * @param {(found: Export) => void} show
 * @param {AbortSignal} signal
 */
export async function followQuietly(deps, show, signal) {
  try {
    await follow(deps.api, show, signal);
  } catch (error) {
    if (!isAbort(error) && /** @type {{ status?: number }} */ (error).status !== 404) deps.toast(sentence(error));
  }
}

/**
 * @param {Export | null} found
 * @param {() => void} start
 */
export function exportSection(found, start) {
  const isRunning = found !== null && (found.job.state === "queued" || found.job.state === "running");
  return html`<section class="settings" aria-labelledby="export-title">
    <h2 id="export-title">${t("exports.title")}</h2>
    <p class="fine">${t("exports.hint")}</p>
    ${found ? outcome(found) : nothing}
    <p><button type="button" class="button" ?disabled=${isRunning} @click=${start}>${t("exports.start")}</button></p>
  </section>`;
}

/** @param {Export} found */
function outcome({ job, files, expires_at: expires }) {
  if (job.state === "failed") return html`<p role="status">${t("exports.failed")}</p>`;
  if (job.state !== "done") {
    return html`<p role="status">${t("exports.running", { done: job.done, total: job.total })}</p>`;
  }
  return html`<p role="status">${t("exports.done", { made: moment(job.updated_at), until: moment(expires) })}</p>
    <ul class="export-files">
      ${files.map(
        (file) =>
          html`<li>
            <a href=${file.url} download=${file.name}>${file.name}</a> <span class="fine">${bytes(file.size)}</span>
          </li>`,
      )}
    </ul>`;
}
