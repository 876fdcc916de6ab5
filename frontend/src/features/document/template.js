/** The templates of the document screen. */

import { Problem } from "../../api/problems.js";
import { isArchived } from "../../api/document-states.js";
import { badge } from "../../ui/cards.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, emptiness, failure, iconButton } from "../../ui/parts.js";
import { gapSentence, reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { remediesOf, remedyButtons } from "../attention/actions.js";
import { childList } from "./children.js";
import { factList } from "./facts.js";
import { tabsOf } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Tab} Tab
 * @typedef {{ act: (name: keyof typeof import("./actions.js").ACTIONS) => (event: Event) => void, back: () => void,
 *             remedy: ((name: import("../attention/actions.js").Remedy) => void) | null,
 *             choose: (tab: Tab) => void, load: () => void, panel: HTMLElement, suggestions: HTMLElement, filing: HTMLElement, history: HTMLElement, similar: HTMLElement,
 *             hits: () => import("../../ui/html.js").Markup }} Parts `remedy`: null for a person who may only look
 */

/** @param {State} state @param {Parts} parts */
export function template(state, parts) {
  const { document, error } = state;
  if (error instanceof Problem && error.status === 404) {
    const back = html`<a class="button" href="/">${icon("back")}${t("library.title")}</a>`;
    return emptiness("file", t("document.gone"), t("document.goneHint"), back);
  }
  if (error) return failure(error, parts.load);
  return document ? page(document, state, parts) : loading();
}

function loading() {
  return html`<div class="document-loading"><h1 tabindex="-1" class="unseen">${t("app.loading")}</h1><div class="sheet skeleton"></div></div>`;
}

/** @param {Doc} document @param {State} state @param {Parts} parts */
function page(document, { tab, children }, parts) {
  return html`<article class="document">
    <header class="document-head">
      ${iconButton("document.back", "back", { act: parts.back })}
      <div class="document-name"><h1 tabindex="-1" title=${document.title}>${document.title}</h1><span class="document-badge">${badge(document)}</span></div>
      ${parts.hits()}
      <div class="document-actions">${actions(document, parts)}</div>
    </header>
    <div class="document-notes">${notes(document, parts)}</div>
    <div class="document-body">
      <section class="document-main">${tabs(document, tab, parts)} ${parts.panel} ${childList(children)} ${parts.similar}</section>
      <div class="document-beside">
        ${parts.suggestions} ${parts.filing}
        <aside class="document-side" aria-label=${t("document.facts")}><h2>${t("document.facts")}</h2><div class="document-facts">${factList(document)}</div></aside>
        ${parts.history}
      </div>
    </div>
  </article>`;
}

/** @param {Doc} document @param {Parts} parts */
function actions(document, { act, remedy }) {
  const download = isArchived(document) ? button("document.download", "download", { act: act("download") }) : nothing;
  const searchable = document.ocr_pages_done ? button("document.searchable", "download", { act: act("searchable") }) : nothing;
  // A person who may only look has no other action.
  if (!remedy) return html`<div class="actions">${download} ${searchable}</div>`;
  return html`<div class="actions">
    ${button("document.rename", "pencil", { act: act("rename") })} ${download} ${searchable}
    ${isArchived(document) ? trashActions(document, act) : nothing}
  </div>`;
}

/** @param {Doc} document @param {Parts["act"]} act */
function trashActions({ trashed_at }, act) {
  return html`${trashed_at === null
      ? button("document.trash", "trash", { act: act("trash") })
      : [
          button("document.restore", "restore", { act: act("restore"), look: "button-main" }),
          button("document.purge", "trash", { act: act("purge"), look: "button-danger" }),
        ]}`;
}

/** @param {Doc} document @param {Parts} parts */
function notes(document, { remedy }) {
  const { parent_id, parent_title, trashed_at, reason, partial } = document;
  return [
    parent_id && parent_title ? html`<p class="note"><a href="/documents/${parent_id}">${t("document.partOf", { title: parent_title })}</a></p>` : nothing,
    trashed_at ? html`<p class="note">${t("document.inTrash")}</p>` : nothing,
    reason ? html`<p class="note note-bad">${reasonOf(document)}</p>` : nothing,
    partial.map((code) => html`<p class="note">${gapSentence(code)}</p>`),
    remedy && remediesOf(document).length ? html`<div class="actions">${remedyButtons(document, remedy, isArchived(document) ? ["delete"] : [])}</div>` : nothing,
  ];
}

/** @param {Doc} document @param {Tab} chosen @param {Parts} parts */
function tabs(document, chosen, { choose }) {
  return html`<div class="tabs" role="tablist" @keydown=${moveTab}>
    ${tabsOf(document).map((name) => html`<button type="button" role="tab" id="tab-${name}" aria-controls="panel" aria-selected=${name === chosen} tabindex=${name === chosen ? 0 : -1} @click=${() => choose(name)}>${t(`document.${name}`)}</button>`)}
  </div>`;
}

/** @param {KeyboardEvent} event */
function moveTab(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tab = /** @type {HTMLElement} */ (event.target);
  const other = /** @type {HTMLElement | null} */ (tab.nextElementSibling ?? tab.previousElementSibling);
  other?.focus();
  other?.click();
}
