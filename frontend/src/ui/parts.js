/** Small pieces several views are made of. */

import { facts, kind } from "./format.js";
import { html } from "./html.js";
import { icon } from "./icons.js";
import { Problem, sentence } from "../api/problems.js";
import { t } from "./strings.js";

/** @typedef {import("../../types.js").Doc} Doc */

/** @param {Doc} document */
export function thumbnail(document) {
  const { thumbnail: picture } = document;
  return picture
    ? html`<img class="thumb" src="${picture.url}" width="${picture.width}" height="${picture.height}" alt="" loading="lazy" decoding="async" />`
    : html`<span class="thumb paper" aria-hidden="true" data-title="${document.title}"><span class="paper-kind">${kind(document.media_type)}</span></span>`;
}

/** Kind, pages, date: one line, or columns of a list. @param {Doc} document */
export function factLine(document) {
  return facts(document).map((fact) => html`<span class="fact">${fact}</span> `);
}

/** @param {Doc} document a state worth a word: ready is not */
export function badge(document) {
  if (document.state === "ready") return "";
  const busy = document.state !== "failed" && document.state !== "rejected";
  return html`<span class="badge ${busy ? "badge-busy" : "badge-bad"}">${busy ? html`<span class="spinner" aria-hidden="true"></span>` : icon("alert")}${t(/** @type {any} */ (`state.${document.state}`))}</span>`;
}

/** One document in a grid or list. @param {Doc} document */
export function card(document) {
  return html`<li class="card" data-id="${document.id}" data-version="${document.version}">
    <a class="card-link" href="/documents/${document.id}" data-move>
      <span class="card-picture">${thumbnail(document)}</span>
      <span class="card-words">
        <span class="card-title">${document.title}</span>
        ${badge(document)}
        <span class="card-facts">${factLine(document)}</span>
        ${document.reason ? html`<span class="card-reason">${document.reason}</span>` : ""}
      </span>
    </a>
  </li>`;
}

/** @param {number} count */
export function skeletons(count) {
  return Array.from(
    { length: count },
    () => html`<li class="card skeleton" aria-hidden="true"><span class="card-picture"></span><span class="card-words"><span class="bone"></span><span class="bone bone-short"></span></span></li>`,
  );
}

/**
 * Nothing is here, and what to do about it.
 * @param {keyof typeof import("./icons.js").icon | any} symbol
 * @param {string} title
 * @param {string} hint
 * @param {import("./html.js").Markup | ""} [action]
 */
export function emptiness(symbol, title, hint, action = "") {
  return html`<div class="empty"><span class="empty-icon">${icon(symbol)}</span><h2>${title}</h2><p>${hint}</p>${action}</div>`;
}

/** @param {unknown} error with a button of `data-action="retry"` */
export function failure(error) {
  const problem = error instanceof Problem ? error : null;
  return html`<div class="empty" role="alert">
    <span class="empty-icon">${icon(problem?.code === "offline" ? "offline" : "alert")}</span>
    <h2>${t("error.title")}</h2>
    <p>${sentence(error)}</p>
    ${problem?.id ? html`<p class="fine">${t("error.number", { id: problem.id })}</p>` : ""}
    <button type="button" class="button" data-action="retry" ${problem?.status === 0 ? html`data-when="online"` : ""}>${icon("retry")}${t("error.retry")}</button>
  </div>`;
}

/**
 * Arrow keys walk over everything that can be opened.
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
export function walk(root, event) {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  const stops = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-move]")]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (!step || at < 0) return;
  const goal = stops[Math.max(0, Math.min(stops.length - 1, at + rowStep(stops, event.key, step)))];
  event.preventDefault();
  goal?.focus();
}

/** Up and down move by a row, however many stand in it. @param {HTMLElement[]} stops @param {string} key @param {number} step */
function rowStep(stops, key, step) {
  if (key === "ArrowLeft" || key === "ArrowRight") return step;
  const top = (/** @type {HTMLElement | undefined} */ stop) => Math.round(stop?.getBoundingClientRect().top ?? 0);
  const first = top(stops[0]);
  const row = stops.findIndex((stop) => top(stop) !== first);
  return step * (row < 1 ? 1 : row);
}
