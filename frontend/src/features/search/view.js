/** The search screen: results while a person types. */

import { mayChange } from "../../api/roles.js";
import { lastOpened, leaveHits } from "../../ui/hit-list.js";
import { html, nothing } from "../../ui/html.js";
import { failure, moreButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { selectable } from "../selection/actions.js";
import { deleteView, renameView, saveSearch } from "../saved-views/actions.js";
import { deleted } from "../trash/actions.js";
import { searchActions } from "./actions.js";
import { completionActions, completionRow } from "./completions.js";
import { facetPanel } from "./facets.js";
import { tickedQuery, withTick } from "./filters.js";
import { readingPane } from "./pane.js";
import { forgetSearches, recentSearches, rememberSearch } from "./recent.js";
import { empty, list, notes } from "./results.js";
import { cursorOf, hitsOf, INITIAL, isSameSearch, queryOfAll, searchOf, totalOf, wantedOf } from "./state.js";
import { tools } from "./tools.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("../selection/actions.js").Selectable} Selectable
 * @typedef {import("./actions.js").Actions & { change: (wanted: Partial<import("./state.js").Wanted>) => void, choose:
 *   import("./facets.js").Choose, recent: () => string[], forget: () => void, mayChange: boolean, save: () => void,
 *   rename: (view: SavedView) => void, remove: (view: SavedView) => void }} Actions `change`: searches in another way;
 *   `choose`: with a value of a facet, or without it; `save`, `rename`, `remove`: a saved view
 * @typedef {import("../../../types.js").SavedView} SavedView
 */

/** @type {import("../../../types.js").View} */
export function search(element, deps) {
  const { memory } = deps.router;
  const kept = /** @type {import("./state.js").Wanted & import("./actions.js").Known | undefined} */ (memory.kept);
  const hits = (/** @type {State} */ state) => hitsOf(state, (id) => deps.store.get(id), deleted);
  const shown = screen(element, INITIAL, (state) =>
    template(state, hits(state), deps.views.find(searchOf(state)), actions, selection),
  );
  const selection = selectable(deps, {
    listed: () => hits(shown.state).map(({ hit }) => hit.document.id),
    query: () => queryOfAll(shown.state),
    isTrash: () => hits(shown.state).some(({ hit }) => hit.document.trashed_at),
    redraw: () => shown.update({}),
  });
  const completions = completionActions(deps, shown);
  const person = deps.me.user.id;
  /** @type {Actions} */
  const actions = {
    ...searchActions(deps, shown),
    // Replaces the current search in the history, as typing does: Back returns to the screen before the search.
    change: (wanted) => deps.router.go(searchAddress({ ...shown.state, ...wanted }), { replace: true, focus: false }),
    choose: (facet, id) => {
      shown.update({ ticks: withTick(shown.state.ticks, facet, id) });
      actions.change({ query: tickedQuery(shown.state) });
    },
    recent: () => recentSearches(person),
    mayChange: mayChange(deps),
    save: () => void saveSearch(deps, searchOf(shown.state)),
    rename: (view) => void renameView(deps, view),
    remove: (view) => void deleteView(deps, view),
    forget: () => {
      forgetSearches(person);
      shown.update({});
      shown.draw();
      /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus();
    },
  };
  const stopRepairs = repairLinks(element, deps);
  const stopDrawing = deps.store.subscribe(() => shown.update({}));
  const stopViews = deps.views.subscribe(() => {
    actions.see();
    shown.update({});
  });
  const last = lastOpened();
  // The focus returns to the hit that was opened last, which is another one after moving from hit to hit.
  if (kept && last) memory.link = last;
  const unsubscribe = deps.router.watch((name, params) => {
    if (name !== "search") return;
    const wanted = wantedOf(params);
    if (isTyping()) completions.complete(wanted.query);
    else shown.update({ completions: [] });
    actions.search(wanted, kept && isSameSearch(kept, wanted) ? kept : undefined);
    document.title = `${titleOf(wanted.query)} · Docloft`;
    // The router restores the scroll position as soon as this returns.
    shown.draw();
  });
  return () => {
    const { query, isExact, order, searched } = shown.state;
    memory.kept = query === searched ? { ...shown.state } : undefined;
    const found = hits(shown.state);
    if (query && found.length) rememberSearch(person, query);
    leaveHits(found, {
      total: totalOf(shown.state, found.length),
      search: { query, isExact, order },
      cursor: cursorOf(shown.state),
    });
    actions.stop();
    completions.stop();
    selection.close();
    stopDrawing();
    stopViews();
    stopRepairs();
    unsubscribe();
    shown.close();
  };
}

function isTyping() {
  return Boolean(document.activeElement?.closest(".search"));
}

/** @param {string} query */
function titleOf(query) {
  return query ? t("search.results", { query }) : t("search.label");
}

/**
 * @param {State} state
 * @param {import("./state.js").Found[]} hits
 * @param {SavedView | undefined} view of this search
 * @param {Actions} actions
 * @param {Selectable} selection
 */
function template(state, hits, view, actions, selection) {
  const { query, searched, pages, failed } = state;
  const latest = pages.at(-1);
  const total = totalOf(state, hits.length);
  return html`<div class="bar">
      <h1 tabindex="-1" class="search-title">${view?.name ?? titleOf(query)}</h1>
      <p class="search-count" role="status">${latest ? t("search.count", { n: total }) : nothing}</p>
      ${tools(state, view, actions, selection.all())}
    </div>
    ${completionRow(state, (chosen) => actions.change({ query: chosen }))}
    <div class="search-notes">${latest ? notes(latest, searched) : nothing}</div>
    <div class="search-body">
      <div>
        ${list(state, hits, actions, selection.box)}
        ${moreButton("search.more", { act: actions.more, isHidden: Boolean(failed) || !cursorOf(state) })}
        <div class="state">${failed ? failure(failed.error, actions.retry) : empty(state, total, actions)}</div>
      </div>
      ${state.layout === "list" ? readingPane(state, hits) : nothing} ${facetPanel(state, total, actions.choose)}
    </div>
    ${selection.bar}`;
}
