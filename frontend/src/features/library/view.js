/** The library: all documents, as a dense list or as a grid, up to date. */

import { moveFocus } from "../../ui/arrow-keys.js";
import { card, skeletons } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failureOr, moreButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { selectable } from "../selection/actions.js";
import { libraryActions, savedLayout, savedOrder, saveLayout } from "./actions.js";
import { denseList } from "./rows.js";
import { written } from "./rows-order.js";
import { FILTERS, hasMore, initialState, isEmpty, keptBy, LAYOUTS, restored } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {import("./state.js").Layout} Layout
 */

/** How far from the end of the list the next page is loaded. */
const AHEAD = "600px";

/** @type {import("../../../types.js").View} */
export function library(element, deps, params) {
  const query = params.get("q") ?? "";
  let unmount = () => {};
  const show = () => {
    unmount();
    const isGrid = params.get("show") === "working" || (!query && savedLayout() === "grid");
    const toggle = (/** @type {Layout} */ layout) => {
      saveLayout(layout);
      // A query is shown as cards by the search screen.
      if (layout === "grid" && query) deps.router.go(searchAddress({ query, layout }));
      else {
        show();
        // The button that was pressed is gone.
        /** @type {HTMLElement | null} */ (element.querySelector(".segments [aria-pressed=true]"))?.focus();
      }
    };
    const tools = () => layouts("list", toggle);
    unmount = isGrid ? grid(element, deps, params, toggle) : denseList(element, deps, { query, tools });
  };
  show();
  return () => unmount();
}

/**
 * @param {HTMLElement} element
 * @param {import("../../../types.js").Deps} deps
 * @param {URLSearchParams} params
 * @param {(layout: Layout) => void} toggle
 */
function grid(element, deps, params, toggle) {
  const abort = new AbortController();
  const { memory } = deps.router;
  const order = written(savedOrder());
  const kept = /** @type {Pick<State, "documents" | "cursors"> | undefined} */ (
    keptBy("documents", memory.kept, order)
  );
  const unloaded = initialState(params.get("show"));
  const initial = kept ? restored(unloaded, kept, (id) => deps.store.get(id)) : unloaded;
  const shown = screen(element, initial, (state) => template(state, actions, selection, toggle));
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
    // An observer reports changes only: the end of a short page may still be visible.
    seen.unobserve(end);
    seen.observe(end);
  };
  // Back from a document: the list is as the person left it, with documents added since then.
  if (kept) void actions.refresh();
  else void actions.loadMore();
  seen.observe(end);

  return () => {
    const { isLoaded, documents, cursors } = shown.state;
    if (isLoaded) memory.kept = { order, documents, cursors };
    abort.abort();
    unsubscribe();
    stopRepairs();
    seen.disconnect();
    selection.close();
    shown.close();
  };
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 * @param {(layout: Layout) => void} toggle
 */
function template(state, actions, selection, toggle) {
  const { isLoaded, error } = state;
  // The button tries again: reaching the end of the list must not repeat a failed request over and over.
  const isMoreHidden = !isLoaded || Boolean(error) || !hasMore(state);
  return html`<div class="bar">
      <h1 tabindex="-1">${t("library.title")}</h1>
      ${filters(state.filter)} ${selection.all()} ${layouts("grid", toggle)}
    </div>
    ${list(state, selection)}
    ${moreButton("library.more", { act: () => void actions.loadMore(), isHidden: isMoreHidden })}
    <div class="state">${failureOr(error, () => void actions.retry(), isEmpty(state) ? empty(state) : nothing)}</div>
    ${selection.bar}`;
}

/** @param {State["filter"]} filter */
function filters(filter) {
  return html`<nav class="segments" aria-label=${t("library.filter")}>
    ${FILTERS.map(
      (name) =>
        html`<a href=${name === "all" ? "/" : `/?show=${name}`} aria-current=${name === filter ? "page" : nothing}
          >${t(`library.${name}`)}</a
        >`,
    )}
  </nav>`;
}

/** @param {Layout} layout @param {(layout: Layout) => void} toggle */
function layouts(layout, toggle) {
  return html`<div class="segments" role="group" aria-label=${t("library.view")}>
    ${LAYOUTS.map(
      (name) =>
        html`<button
          type="button"
          aria-pressed=${name === layout}
          title=${t(`library.${name}`)}
          @click=${() => toggle(name)}
        >
          ${icon(name)}<span class="unseen">${t(`library.${name}`)}</span>
        </button>`,
    )}
  </div>`;
}

/** @param {State} state @param {import("../selection/actions.js").Selectable} selection */
function list(state, { box }) {
  const { documents, isLoaded, error } = state;
  const isHidden = isLoaded ? isEmpty(state) : Boolean(error);
  return html`<ul
    class="cards"
    data-layout="grid"
    aria-label=${t("library.list.label")}
    aria-busy=${isLoaded ? nothing : "true"}
    ?hidden=${isHidden}
    @keydown=${moveFocus}
  >
    ${
      isLoaded
        ? repeat(
            documents,
            ({ id }) => id,
            (document) => card(document, { select: box(document) }),
          )
        : skeletons(12)
    }
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
