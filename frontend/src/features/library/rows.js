/**
 * The dense list of the library: months with sticky headings, of which only the rows near the window exist. The focus is on
 * the list itself, and `aria-activedescendant` names the active row, which is always rendered: it cannot be lost when a row
 * leaves the window.
 */

import { count as number } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failure } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { titleOf } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { selectable } from "../bulk-work/actions.js";
import { firstSteps } from "../first-steps/actions.js";
import { savedColumns, widthsOf, withColumn } from "./columns.js";
import { followKeys } from "./rows-keys.js";
import { rowActions } from "./rows-actions.js";
import { headings, sections, skeletonRows } from "./rows-template.js";
import { columnsMenu, orderMenu, scrubber } from "./rows-tools.js";
import { waitingHeight, waitingOf } from "./arrivals.js";
import { idsOf, moved, numberOf, placeOf, readOrder, sortedBy, startOf, totalOf, withoutGone, written, yearsOf } from "./rows-state.js";
import { keptBy } from "./state.js";
import { viewport } from "./rows-viewport.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows-state.js").Section} Section
 * @typedef {import("./rows-state.js").Order} Order
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{ query: string, order: Order, columns: readonly Column[], sections: Section[], arriving: readonly string[],
 *   shown: import("./rows-state.js").Shown[], height: number, active: string | null, year: string, isLoaded: boolean,
 *   error: unknown, failed: unknown }} State
 *   `arriving`: ids of documents in progress, which are above the months; `shown`: what is near the window; `active`: the id of
 *   the row that the keyboard acts on; `year`: at the top of the window; `error`: nothing could be counted; `failed`: rows are missing
 * @typedef {Pick<State, "sections" | "active" | "arriving"> & { loaded: Doc[] }} Kept while a document is open
 * @typedef {{ sort: (field: import("./rows-state.js").Field) => void, arrange: (field: import("./rows-state.js").Field) => void,
 *   choose: (column: Column) => void, jump: (section: number) => void, activate: (id: string) => void,
 *   find: (id: string) => Doc | undefined, open: (id: string) => void, reload: () => void }} Actions
 */

const ORDER = "docloft-order";

/**
 * @param {HTMLElement} element
 * @param {import("../../../types.js").Deps} deps
 * @param {{ query: string, tools: () => import("../../ui/html.js").Markup }} options `tools`: beside the heading
 */
export function denseList(element, deps, { query, tools }) {
  const abort = new AbortController();
  const { memory } = deps.router;
  const kept = /** @type {Kept | undefined} */ (keptBy("sections", memory.kept));
  // Documents may have been moved to the trash on their own screens.
  const { sections: rows, active } = withoutGone(kept?.sections ?? [], kept?.active ?? null, (id) => Boolean(deps.store.get(id)?.trashed_at));
  const view = viewport(element);
  const steps = firstSteps(deps, () => again());
  /** @type {State} */
  const initial = {
    query,
    order: readOrder(localStorage.getItem(ORDER)),
    columns: savedColumns(),
    sections: rows,
    arriving: kept?.arriving ?? [],
    shown: [],
    height: 0,
    active,
    year: "",
    isLoaded: Boolean(kept),
    error: null,
    failed: null,
  };
  const shown = screen(element, { ...initial, ...view.windowOf(initial) }, (state) => template(state, actions, selection, { tools, intro: query ? () => nothing : steps, sizes: view.sizes() }));
  const loads = rowActions(deps, shown, { signal: abort.signal, loaded: kept?.loaded ?? [] });
  const selection = selectable(deps, { listed: () => [...shown.state.arriving, ...idsOf(shown.state.sections)], query: () => query || "*", redraw: () => shown.update({}) });

  let last = "";
  const look = () => {
    const found = view.windowOf(shown.state);
    const now = JSON.stringify(found);
    if (now !== last) shown.update(found);
    last = now;
    loads.fill();
  };
  const again = () => {
    shown.draw();
    look();
  };

  /** @type {Actions} */
  const actions = {
    find: loads.find,
    sort: (field) => order(sortedBy(shown.state.order, field)),
    arrange: (field) => order(startOf(field)),
    choose: (column) => shown.update({ columns: withColumn(shown.state.columns, column) }),
    jump: (section) => {
      view.reveal(shown.state, { section, place: 0 }, true);
      again();
    },
    activate: (id) => shown.update({ active: id }),
    open: (id) => loads.open(id),
    reload: () => void loads.load().then(again),
  };
  const order = (/** @type {Order} */ wanted) => {
    localStorage.setItem(ORDER, written(wanted));
    shown.update({ order: wanted, sections: [], isLoaded: false });
    window.scrollTo(0, 0);
    actions.reload();
  };
  followKeys(element, keysOf(shown, { ...actions, again, pageSize: view.pageSize, reveal: (at) => view.reveal(shown.state, at), go: (id) => deps.router.go(`/documents/${id}`) }, abort.signal));

  shown.draw();
  const stops = [deps.store.subscribe((document) => loads.see(document)), deps.overview.subscribe(() => shown.update({})), repairLinks(element, deps)];
  window.addEventListener("scroll", look, { signal: abort.signal, passive: true });
  window.addEventListener("resize", look, { signal: abort.signal });
  const observer = new MutationObserver(look);
  observer.observe(element, { childList: true, subtree: true });
  if (kept) {
    again();
    void loads.refresh().then(again);
  } else actions.reload();

  return () => {
    const { isLoaded, sections: all, arriving, active: row } = shown.state;
    if (isLoaded) memory.kept = { sections: all, active: row, arriving, loaded: loads.loaded() };
    if (row) memory.focus = ".rows";
    observer.disconnect();
    abort.abort();
    for (const stop of stops) stop();
    loads.stop();
    selection.close();
    shown.close();
  };
}

/**
 * What the keys do.
 * @param {import("../../ui/screen.js").Screen<State>} shown
 * @param {Actions & { again: () => void, pageSize: () => number, reveal: (at: import("./rows-state.js").Place) => void, go: (id: string) => void }} list
 * @param {AbortSignal} signal
 * @returns {import("./rows-keys.js").Keys}
 */
function keysOf(shown, { again, pageSize, reveal, go, open, activate }, signal) {
  return {
    signal,
    pageSize,
    activate,
    active: () => shown.state.active,
    first: () => shown.state.sections[0]?.ids[0] ?? null,
    move(by) {
      const { sections: all, active } = shown.state;
      if (!totalOf(all)) return;
      const from = placeOf(all, active);
      const at = from ? moved(all, from, by) : moved(all, { section: 0, place: 0 }, 0);
      const id = all[at.section]?.ids[at.place];
      reveal(at);
      // A row that is not loaded yet does not become active: the key is pressed again.
      if (id) activate(id);
      again();
    },
    open() {
      const { active } = shown.state;
      if (!active) return;
      open(active);
      go(active);
    },
  };
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {import("../bulk-work/selecting.js").Selectable} selection
 * @param {{ tools: () => import("../../ui/html.js").Markup, intro: () => import("../../ui/html.js").Markup, sizes: import("./rows-state.js").Sizes }} options
 */
function template(state, actions, selection, { tools, intro, sizes }) {
  const { query, isLoaded, error, failed, sections: all, arriving, active } = state;
  const waiting = waitingOf(arriving, all);
  const total = totalOf(all) + waiting.length;
  const isEmpty = isLoaded && total === 0;
  const at = placeOf(all, active);
  const years = yearsOf(all);
  return html`<div class="bar rows-bar">
      <h1 tabindex="-1">${query ? titleOf(query) : t("library.title")}</h1>
      <p class="rows-total" role="status">${isLoaded ? t("rows.total", { n: total, total: number(total) }) : nothing}</p>
      ${query ? html`<a class="button button-small" href="/">${icon("close")}${t("rows.everything")}</a>` : nothing}
      <span class="rows-selecting">${selection.all()}</span> ${orderMenu(state, actions)} ${columnsMenu(state, actions)} ${tools()}
    </div>
    ${intro()}
    <div class="rows-frame" ?hidden=${isLoaded ? isEmpty : Boolean(error)}>
      <div class="rows" role="grid" tabindex="0" aria-multiselectable=${selection.has("") === null ? nothing : "true"} aria-label=${t("library.list.label")} aria-busy=${isLoaded ? nothing : "true"} aria-rowcount=${total + 1}
        .style=${`--columns:${widthsOf(state.columns)}`} aria-colcount=${state.columns.length + 3} aria-activedescendant=${at ? `row-${active}` : nothing} data-id=${active ?? nothing}>
        ${headings(state, actions)}
        <div class="rows-body" role="presentation" .style=${`height:${isLoaded ? state.height + waitingHeight(waiting, sizes) : 20 * sizes.row}px`}>
          ${isLoaded ? sections(state, actions, { box: (document) => selection.box(document, { isReachable: false }), isSelected: selection.has, sizes, numberOf: (place) => numberOf(all, place) }) : skeletonRows(20)}
        </div>
      </div>
      ${years.length > 1 ? scrubber(state, years, actions) : nothing}
    </div>
    <div class="state">${error || (failed && !isEmpty) ? failure(error || failed, actions.reload) : isEmpty ? empty(query) : nothing}</div>
    ${selection.bar}`;
}

/** @param {string} query */
function empty(query) {
  if (query) return emptiness("search", t("rows.nothing"), t("rows.nothingHint"));
  const choose = html`<div class="actions">
    <button type="button" class="button button-main" data-choose="files">${icon("upload")}${t("nav.addFiles")}</button>
    <button type="button" class="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
  </div>`;
  return emptiness("library", t("library.empty"), t("library.emptyHint"), choose);
}

