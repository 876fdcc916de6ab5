/** The changes of many documents in the last 30 days: what they did, what they skipped, and undoing them. */

import { followBulk, listBulk, reportBulk } from "../../api/bulk-work.js";
import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { moment } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, emptiness, failureOr, moreButton } from "../../ui/parts.js";
import { reasonOf } from "../../ui/reasons.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { undoMany } from "./actions.js";
import { canUndo, INITIAL, isUndone, withJob, withPage } from "./state.js";
import { inWords } from "./words.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Job} Job
 * @typedef {{ load: () => void, report: (job: Job) => void, undo: ((job: Job) => void) | null }} Actions `undo`: null
 *   for a person who may only look
 */

const MAX_IDS = 100;

/** @type {import("../../../types.js").View} */
export function bulkChanges(element, deps) {
  const abort = new AbortController();
  const { signal } = abort;
  const follow = async (/** @type {Job} */ job) => {
    const ended = await followBulk(
      deps.api,
      job,
      (later) => signal.aborted || shown.update(withJob(shown.state, later)),
    );
    shown.update(withJob(shown.state, ended));
  };
  const load = async () => {
    shown.update({ error: null });
    try {
      const page = await listBulk(deps.api, shown.state.cursor, signal);
      shown.update(withPage(shown.state, page));
      for (const job of page.jobs) if (job.state === "queued" || job.state === "running") follow(job).catch(() => {});
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  const report = async (/** @type {Job} */ { id }) => {
    if (shown.state.reports[id]) return;
    try {
      const { skipped } = await reportBulk(deps.api, id, signal);
      const titles = new Map();
      for (let start = 0; start < skipped.length; start += MAX_IDS) {
        const ids = skipped.slice(start, start + MAX_IDS).map((one) => one.document_id);
        const { documents } = await deps.api.listDocuments({ ids: ids.join(",") }, signal);
        for (const { id: found, title } of documents) titles.set(found, title);
      }
      const rows = skipped.map(({ document_id, code }) => ({
        id: document_id,
        title: titles.get(document_id) ?? null,
        code,
      }));
      shown.update({ reports: { ...shown.state.reports, [id]: rows } });
    } catch (error) {
      if (!isAbort(error)) deps.toast(sentence(error));
    }
  };
  const undo = async (/** @type {Job} */ { id }) => {
    const job = await undoMany(deps, id);
    if (job) shown.update(withJob(shown.state, job));
  };
  /** @type {Actions} */
  const actions = {
    load: () => void load(),
    report: (job) => void report(job),
    undo: mayChange(deps) ? (job) => void undo(job) : null,
  };
  const shown = screen(element, INITIAL, (state) => template(state, actions));
  shown.draw();
  void load();
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions */
function template(state, actions) {
  const { jobs, cursor, isLoaded, error } = state;
  const isEmpty = isLoaded && jobs.length === 0;
  return html`<div class="bar"><h1 tabindex="-1">${t("bulk.title")}</h1></div>
    ${jobs.length ? html`<p class="fine">${t("bulk.hint")}</p>` : nothing}
    <ul
      class="changes"
      aria-label=${t("bulk.title")}
      aria-busy=${isLoaded || error ? nothing : "true"}
      ?hidden=${!jobs.length}
    >
      ${repeat(
        jobs,
        ({ id }) => id,
        (job) => row(job, state, actions),
      )}
    </ul>
    ${moreButton("library.more", { act: actions.load, isHidden: !cursor || Boolean(error) })}
    <div class="state">
      ${failureOr(error, actions.load, isEmpty ? emptiness("tag", t("bulk.empty"), t("bulk.emptyHint")) : nothing)}
    </div>`;
}

/** @param {Job} job @param {State} state @param {Actions} actions */
function row(job, { jobs, reports }, { report, undo }) {
  const { state, done, total, skipped, changes, undoes, created_at: at } = job;
  const what = inWords(changes, undoes);
  const isRunning = state === "queued" || state === "running";
  const progress = isRunning ? t("bulk.progress", { done, total }) : t("bulk.of", { n: done - skipped });
  return html`<li class="change">
    <div class="change-words">
      <p>${what}</p>
      <p class="fine"><time datetime=${at}>${moment(at)}</time> · ${t(`bulkState.${state}`)} · ${progress}</p>
      ${state === "failed" ? html`<p class="fine">${reasonOf(job)}</p>` : nothing}
    </div>
    ${isUndone(jobs, job) ? html`<span class="fine">${t("bulk.undone")}</span>` : nothing}
    ${undo && canUndo(jobs, job) ? button("bulk.undo", "restore", { act: () => undo(job), look: "button-small", name: what }) : nothing}
    ${
      skipped
        ? html`<details class="change-skipped" @toggle=${() => report(job)}>
            <summary>${t("bulk.skipped", { n: skipped })}</summary>
            ${skippedList(reports[job.id])}
          </details>`
        : nothing
    }
  </li>`;
}

/** @param {import("./state.js").Report[] | undefined} report */
function skippedList(report) {
  if (!report) return html`<p class="fine">${t("app.loading")}</p>`;
  return html`<ul>
    ${report.map(
      ({ id, title, code }) =>
        html`<li>
          ${title === null ? t("bulk.gone") : html`<a href=${`/documents/${id}`}>${title}</a>`}:
          ${t(/** @type {any} */ (`bulkSkip.${code}`))}
        </li>`,
    )}
  </ul>`;
}
