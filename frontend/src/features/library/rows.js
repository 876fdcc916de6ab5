/**
 * The dense list of the library: months with sticky headings, of which only the rows near the window exist. The focus
 * is on the list itself, and `aria-activedescendant` names the active row, which is always rendered: it cannot be lost
 * when a row leaves the window.
 */

import { mayChange } from "../../api/roles.js";
import { nothing } from "../../ui/html.js";
import { screen } from "../../ui/screen.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { changeMatching } from "../bulk-work/actions.js";
import { selectable } from "../selection/actions.js";
import { firstSteps } from "../first-steps/actions.js";
import { savedOrder, saveOrder } from "./actions.js";
import { savedColumns, withColumn } from "./columns.js";
import { followKeys, keysOf } from "./rows-keys.js";
import { template } from "./rows-page.js";
import { rowActions } from "./rows-actions.js";
import { sortedBy, startOf, written } from "./rows-order.js";
import { idsOf, UNDATED, withoutGone } from "./rows-state.js";
import { keptBy } from "./state.js";
import { viewport } from "./rows-viewport.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows-state.js").Section} Section
 * @typedef {import("./rows-order.js").Order} Order
 * @typedef {import("./columns.js").Column} Column
 * @typedef {{ query: string, order: Order, columns: readonly Column[], sections: Section[], arriving: readonly
 *   string[], shown: import("./rows-state.js").Shown[], height: number, active: string | null, year: string, room:
 *   number, isLoaded: boolean, error: unknown, failed: unknown }} State `arriving`: ids of documents in progress, which
 *   are above the months; `shown`: what is near the window; `active`: the id of the row that the keyboard acts on;
 *   `year`: at the top of the window; `room`: the width of the list in rem; `error`: nothing could be counted;
 *   `failed`: rows are missing
 * @typedef {Pick<State, "sections" | "active" | "arriving"> & { loaded: Doc[] }} Kept while a document is open
 * @typedef {{ sort: (field: import("./rows-order.js").Field) => void, arrange: (field: import("./rows-order.js").Field)
 *   => void, choose: (column: Column) => void, jump: (section: number) => void, activate: (id: string) => void, find:
 *   (id: string) => Doc | undefined, open: (id: string) => void, reload: () => void, useDates: (() => void) | null }}
 *   Actions `useDates`: fills in the dates that were found in the texts; null for a person who may not
 */

/**
 * @param {HTMLElement} element
 * @param {import("../../../types.js").Deps} deps
 * @param {{ query: string, tools: () => import("../../ui/html.js").Markup }} options `tools`: beside the heading
 */
export function denseList(element, deps, { query, tools }) {
  const abort = new AbortController();
  const { memory } = deps.router;
  const kept = /** @type {Kept | undefined} */ (keptBy("sections", memory.kept, written(savedOrder())));
  // Documents may have been moved to the trash on their own screens.
  const { sections: rows, active } = withoutGone(kept?.sections ?? [], kept?.active ?? null, (id) =>
    Boolean(deps.store.get(id)?.trashed_at),
  );
  const view = viewport(element);
  const steps = firstSteps(deps, () => again());
  /** @type {State} */
  const initial = {
    query,
    order: savedOrder(),
    columns: savedColumns(),
    sections: rows,
    arriving: kept?.arriving ?? [],
    shown: [],
    height: 0,
    active,
    year: "",
    room: Infinity,
    isLoaded: Boolean(kept),
    error: null,
    failed: null,
  };
  const shown = screen(element, { ...initial, ...view.windowOf(initial) }, (state) =>
    template(state, actions, selection, { tools, intro: query ? () => nothing : steps, sizes: view.sizes() }),
  );
  const loads = rowActions(deps, shown, { signal: abort.signal, loaded: kept?.loaded ?? [] });
  const selection = selectable(deps, {
    listed: () => [...shown.state.arriving, ...idsOf(shown.state.sections)],
    query: () => query || "*",
    redraw: () => shown.update({}),
  });

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
    useDates: mayChange(deps)
      ? () =>
          void changeMatching(
            deps,
            query ? `(${query}) ${UNDATED}` : UNDATED,
            { use_found: ["document_date"] },
            idsOf(shown.state.sections),
          )
      : null,
  };
  const order = (/** @type {Order} */ wanted) => {
    saveOrder(wanted);
    shown.update({ order: wanted, sections: [], isLoaded: false });
    window.scrollTo(0, 0);
    actions.reload();
  };
  followKeys(
    element,
    keysOf(
      shown,
      {
        ...actions,
        again,
        pageSize: view.pageSize,
        reveal: (at) => view.reveal(shown.state, at),
        go: (id) => deps.router.go(`/documents/${id}`),
      },
      abort.signal,
    ),
  );

  shown.draw();
  const stops = [
    deps.store.subscribe((document) => loads.see(document)),
    deps.overview.subscribe(() => shown.update({})),
    repairLinks(element, deps),
  ];
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
    if (isLoaded)
      memory.kept = { order: written(shown.state.order), sections: all, active: row, arriving, loaded: loads.loaded() };
    if (row) memory.focus = ".rows";
    observer.disconnect();
    abort.abort();
    for (const stop of stops) stop();
    loads.stop();
    selection.close();
    shown.close();
  };
}
