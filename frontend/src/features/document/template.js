/** The templates of the document screen. */

import { Problem } from "../../api/problems.js";
import { isArchived } from "../../api/document-states.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, emptiness, failure } from "../../ui/parts.js";
import { gapSentence, reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { remediesOf, remedyButtons } from "../attention/actions.js";
import { childList } from "./children.js";
import { factList } from "./facts.js";
import { findBar } from "./find.js";
import { toolbar } from "./toolbar.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Tab} Tab
 * @typedef {{ act: (name: keyof typeof import("./actions.js").ACTIONS) => (event: Event) => void, back: () => void,
 *   remedy: ((name: import("../attention/actions.js").Remedy) => void) | null, choose: (tab: Tab) => void, load: () =>
 *   void, panel: HTMLElement, suggestions: HTMLElement, filing: HTMLElement, notes: HTMLElement, versions: HTMLElement,
 *   history: HTMLElement, similar: HTMLElement, view: import("./viewer.js").View, find: import("./find.js").Finder,
 *   toggleStrip: () => void, fullScreen: () => void, editPages: () => void, hits: () =>
 *   import("../../ui/html.js").Markup }} Parts `remedy`: null for a person who may only look
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
  return html`<div class="document-loading">
    <h1 tabindex="-1" class="unseen">${t("app.loading")}</h1>
    <div class="sheet skeleton"></div>
  </div>`;
}

/** @param {Doc} document @param {State} state @param {Parts} parts */
function page(document, state, parts) {
  return html`<article class="document">
    <div class="document-top">${toolbar(document, state, parts)} ${findBar(state, parts.find)}</div>
    <div class="document-notes">${notes(document, parts)}</div>
    <div class="document-body">
      <section class="document-main">${parts.panel} ${childList(state.children)} ${parts.similar}</section>
      <div class="document-beside">
        ${parts.suggestions} ${parts.filing} ${parts.notes} ${facts(document)} ${parts.versions} ${parts.history}
      </div>
    </div>
  </article>`;
}

/** Folded away: what is known about the document and its file. @param {Doc} document */
function facts(document) {
  return html`<aside class="document-side block" aria-label=${t("document.facts")}>
    <details>
      <summary><h2>${t("document.facts")}</h2></summary>
      <div class="document-facts">${factList(document)}</div>
    </details>
  </aside>`;
}

/** @param {Doc} document @param {Parts} parts */
function notes(document, { remedy, act }) {
  const { parent_id, parent_title, replaces, trashed_at, reason, partial } = document;
  const mayRestore = remedy && trashed_at && isArchived(document);
  return [
    parent_id && parent_title
      ? html`<p class="note"><a href="/documents/${parent_id}">${t("document.partOf", { title: parent_title })}</a></p>`
      : nothing,
    replaces ? html`<p class="note"><a href="/documents/${replaces}">${t("document.newVersion")}</a></p>` : nothing,
    trashed_at ? html`<p class="note">${t("document.inTrash")}</p>` : nothing,
    mayRestore
      ? html`<div class="actions document-restore">
          ${button("document.restore", "restore", { act: act("restore"), look: "button-main" })}
          ${button("document.purge", "trash", { act: act("purge"), look: "button-danger" })}
        </div>`
      : nothing,
    reason ? html`<p class="note note-bad">${reasonOf(document)}</p>` : nothing,
    partial.map((code) => html`<p class="note">${gapSentence(code)}</p>`),
    remedy && remediesOf(document).length
      ? html`<div class="actions">${remedyButtons(document, remedy, isArchived(document) ? ["delete"] : [])}</div>`
      : nothing,
  ];
}
