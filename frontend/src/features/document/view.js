/** One document: its preview, its text, its facts, and what can be done with it. */

import { isAbort, Problem } from "../../api/problems.js";
import { isFinal } from "../../api/store.js";
import { badge } from "../../ui/cards.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, emptiness, failure, iconButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { run } from "./actions.js";
import { factList } from "./facts.js";
import { preview } from "./preview.js";
import { addressOf, initialState, tabsOf, withDocument } from "./state.js";
import { textPanel } from "./text.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Tab} Tab
 * @typedef {{ act: (name: keyof typeof import("./actions.js").ACTIONS) => (event: Event) => void, back: () => void,
 *             choose: (tab: Tab) => void, load: () => void, panel: HTMLElement }} Parts
 */

/** @type {import("../../../types.js").View} */
export function documentView(element, deps, params, id) {
  const abort = new AbortController();
  const panel = Object.assign(document.createElement("div"), { id: "panel", className: "panel", role: "tabpanel" });
  let closePanel = () => {};

  const openPanel = () => {
    const { document, tab, page, query } = shown.state;
    if (!document) return;
    closePanel();
    panel.setAttribute("aria-labelledby", `tab-${tab}`);
    const open = tab === "text" ? textPanel : preview;
    closePanel = open(panel, deps, { document, page, query, onPage: (number) => remember({ page: number }) });
  };
  const remember = (/** @type {Partial<State>} */ changes) => {
    shown.update(changes);
    deps.router.rewrite(addressOf(shown.state, location));
  };
  const load = async () => {
    shown.update({ error: null });
    try {
      const found = deps.store.put(await deps.api.findDocument(id, abort.signal));
      shown.update(withDocument(shown.state, found));
      shown.draw();
      document.title = `${found.title} · Docloft`;
      /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus({ preventScroll: true });
      deps.watcher.watchAll([found]);
      openPanel();
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /** @type {Parts} */
  const parts = {
    panel,
    load: () => void load(),
    back: () => deps.router.back(shown.state.query ? `/search?q=${encodeURIComponent(shown.state.query)}` : "/"),
    act: (name) => (event) => shown.state.document && void run(name, deps, shown.state.document, abort.signal, event),
    choose: (tab) => {
      remember({ tab });
      openPanel();
    },
  };

  const shown = screen(element, initialState(params), (state) => template(state, parts));
  const unsubscribe = deps.store.subscribe((changed) => {
    const { document: known, tab } = shown.state;
    if (changed.id !== id || !known) return;
    document.title = `${changed.title} · Docloft`;
    keepFocus(element, () => {
      shown.update({ document: changed });
      shown.draw();
    });
    if (known.state !== changed.state && tab === "text" && isFinal(changed)) openPanel();
  });
  void load();
  return () => {
    abort.abort();
    closePanel();
    unsubscribe();
    shown.close();
  };
}

/**
 * The buttons for a document in the trash are others: a focus on one that disappears goes to the first one.
 * @param {HTMLElement} element
 * @param {() => void} draw
 */
function keepFocus(element, draw) {
  const hadFocus = element.querySelector(".document-actions")?.contains(document.activeElement);
  draw();
  if (!hadFocus || element.contains(document.activeElement)) return;
  /** @type {HTMLElement | null} */ (element.querySelector(".document-actions button"))?.focus();
}

/** @param {State} state @param {Parts} parts */
function template(state, parts) {
  const { document, error } = state;
  if (error instanceof Problem && error.status === 404) {
    const back = html`<a class="button" href="/">${icon("back")}${t("nav.library")}</a>`;
    return emptiness("file", t("document.gone"), t("document.goneHint"), back);
  }
  if (error) return failure(error, parts.load);
  return document ? page(document, state, parts) : loading();
}

function loading() {
  return html`<div class="document-loading"><h1 tabindex="-1" class="unseen">${t("app.loading")}</h1><div class="sheet skeleton"></div></div>`;
}

/** @param {Doc} document @param {State} state @param {Parts} parts */
function page(document, { tab }, parts) {
  return html`<article class="document">
    <header class="document-head">
      ${iconButton("document.back", "back", { act: parts.back })}
      <div class="document-name"><h1 tabindex="-1" title=${document.title}>${document.title}</h1><span class="document-badge">${badge(document)}</span></div>
      <div class="document-actions">${actions(document, parts)}</div>
    </header>
    <div class="document-notes">${notes(document)}</div>
    <div class="document-body">
      <section class="document-main">${tabs(document, tab, parts)} ${parts.panel}</section>
      <aside class="document-side" aria-label=${t("document.facts")}><h2>${t("document.facts")}</h2><div class="document-facts">${factList(document)}</div></aside>
    </div>
  </article>`;
}

/** @param {Doc} document @param {Parts} parts */
function actions({ trashed_at }, { act }) {
  return html`<div class="actions">
    ${button("document.rename", "pencil", { act: act("rename") })}
    ${button("document.download", "download", { act: act("download") })}
    ${trashed_at === null
      ? button("document.trash", "trash", { act: act("trash") })
      : [
          button("document.restore", "restore", { act: act("restore"), look: "button-main" }),
          button("document.purge", "trash", { act: act("purge"), look: "button-danger" }),
        ]}
  </div>`;
}

/** @param {Doc} document */
function notes({ trashed_at, reason }) {
  return [
    trashed_at ? html`<p class="note">${t("document.inTrash")}</p>` : nothing,
    reason ? html`<p class="note note-bad">${reason}</p>` : nothing,
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
