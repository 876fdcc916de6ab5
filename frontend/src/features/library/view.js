/** The library: all documents, newest first, up to date. */

import { moveFocus } from "../../ui/arrow-keys.js";
import { card, skeletons } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failure, moreButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { selectable } from "../bulk-work/actions.js";
import { libraryActions, savedLayout } from "./actions.js";
import { FILTERS, hasMore, initialState, isEmpty, LAYOUTS } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {import("./actions.js").Actions} Actions */

/** How far from the end of the list the next page is loaded. */
const AHEAD = "600px";

/** @type {import("../../../types.js").View} */
export function library(element, deps, params) {
  const abort = new AbortController();
  const { memory } = deps.router;
  const kept = /** @type {Pick<State, "documents" | "cursors"> | undefined} */ (memory.kept);
  const initial = { ...initialState(params.get("show"), savedLayout()), ...(kept ? latest(kept, deps.store) : {}) };
  const shown = screen(element, initial, (state) => template(state, actions, selection));
  const selection = selectable(deps, {
    listed: () => shown.state.documents.map(({ id }) => id),
    // A query cannot choose documents that are in progress.
    query: () => (shown.state.filter === "all" ? "*" : null),
    redraw: () => shown.update({}),
  });
  const actions = libraryActions(deps, shown, abort.signal);
  shown.draw();
  const unsubscribe = deps.store.subscribe((document) => actions.show(document));
  const stopRepairs = repairLinks(element, deps);
  const end = /** @type {Element} */ (element.querySelector(".more"));
  const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && void load(), { rootMargin: AHEAD });
  const load = async () => {
    await actions.loadMore();
    // An observer reports changes only: the end of a short page may still be in sight.
    seen.unobserve(end);
    seen.observe(end);
  };
  // Back from a document: the list is as it was left, and what is new since then is added.
  if (kept) void actions.refresh();
  else void actions.loadMore();
  seen.observe(end);

  return () => {
    const { isLoaded, documents, cursors } = shown.state;
    if (isLoaded) memory.kept = { documents, cursors };
    abort.abort();
    unsubscribe();
    stopRepairs();
    seen.disconnect();
    selection.close();
    shown.close();
  };
}

/** @param {Pick<State, "documents" | "cursors">} kept @param {import("../../api/store.js").Store} store */
function latest({ documents, cursors }, store) {
  const known = documents.map(({ id }) => store.get(id)).filter((document) => document !== undefined);
  return { documents: known, cursors, isLoaded: true };
}

/** @param {State} state @param {Actions} actions @param {import("../bulk-work/selecting.js").Selectable} selection */
function template(state, actions, selection) {
  const { isLoaded, error } = state;
  // The button tries again: the end of the list must not request by itself, over and over.
  const isMoreHidden = !isLoaded || Boolean(error) || !hasMore(state);
  return html`<div class="bar">
      <h1 tabindex="-1">${t("library.title")}</h1>
      ${filters(state)} ${selection.all()} ${layouts(state, actions)}
    </div>
    ${list(state, selection)}
    ${moreButton("library.more", { act: () => void actions.loadMore(), isHidden: isMoreHidden })}
    <div class="state">${error ? failure(error, () => void actions.retry()) : isEmpty(state) ? empty(state) : nothing}</div>
    ${selection.bar}`;
}

/** @param {State} state */
function filters({ filter }) {
  return html`<nav class="segments" aria-label=${t("library.filter")}>
    ${FILTERS.map((name) => html`<a href=${name === "all" ? "/" : `/?show=${name}`} aria-current=${name === filter ? "page" : nothing}>${t(`library.${name}`)}</a>`)}
  </nav>`;
}

/** @param {State} state @param {Actions} actions */
function layouts({ layout }, actions) {
  return html`<div class="segments" role="group" aria-label=${t("library.view")}>
    ${LAYOUTS.map((name) => html`<button type="button" aria-pressed=${name === layout} title=${t(`library.${name}`)} @click=${() => actions.choose(name)}>${icon(name)}<span class="unseen">${t(`library.${name}`)}</span></button>`)}
  </div>`;
}

/** @param {State} state @param {import("../bulk-work/selecting.js").Selectable} selection */
function list(state, { box }) {
  const { documents, layout, isLoaded, error } = state;
  const isHidden = isLoaded ? isEmpty(state) : Boolean(error);
  return html`<ul class="cards" data-layout=${layout} aria-label=${t("library.list.label")} aria-busy=${isLoaded ? nothing : "true"} ?hidden=${isHidden} @keydown=${moveFocus}>
    ${isLoaded ? repeat(documents, ({ id }) => id, (document) => card(document, { select: box(document) })) : skeletons(12)}
  </ul>`;
}

/** @param {State} state */
function empty({ filter }) {
  if (filter === "working") return emptiness("check", t("library.emptyWorking"), t("library.emptyWorkingHint"));
  const choose = html`<div class="actions">
    <button type="button" class="button button-main" data-choose="files">${icon("upload")}${t("nav.addFiles")}</button>
    <button type="button" class="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
  </div>`;
  return emptiness("library", t("library.empty"), t("library.emptyHint"), choose);
}
