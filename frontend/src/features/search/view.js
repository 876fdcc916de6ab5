/** The search screen: results while a person types. */

import { moveFocus } from "../../ui/arrow-keys.js";
import { skeletons } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { emptiness, failure, moreButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { deleted } from "../trash/actions.js";
import { lastOpened, leaveHits, searchActions } from "./actions.js";
import { hitRow } from "./hit.js";
import { addressOf, cursorOf, hitsOf, INITIAL, totalOf } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {import("./actions.js").Actions} Actions */

/** @type {import("../../../types.js").View} */
export function search(element, deps) {
  const { memory } = deps.router;
  const kept = /** @type {Pick<State, "query" | "isExact" | "pages"> | undefined} */ (memory.kept);
  const hits = (/** @type {State} */ state) => hitsOf(state, (id) => deps.store.get(id), deleted);
  const shown = screen(element, INITIAL, (state) => template(state, hits(state), actions));
  const actions = searchActions(deps, shown);
  const stopRepairs = repairLinks(element, deps);
  const stopDrawing = deps.store.subscribe(() => shown.update({}));
  const last = lastOpened();
  // The focus returns to the hit that was opened last, which is another one after moving from hit to hit.
  if (kept && last) memory.link = addressOf(last);
  const unsubscribe = deps.router.watch((name, params) => {
    if (name !== "search") return;
    const query = (params.get("q") ?? "").trim();
    const isExact = params.get("exact") === "true";
    actions.search(query, isExact, kept?.query === query && kept.isExact === isExact ? kept.pages : undefined);
    document.title = `${titleOf(query)} · Docloft`;
    // The router restores the scroll position as soon as this returns.
    shown.draw();
  });
  return () => {
    const { query, isExact, searched, pages } = shown.state;
    memory.kept = query === searched ? { query, isExact, pages } : undefined;
    const found = hits(shown.state);
    leaveHits(found, totalOf(shown.state, found.length));
    actions.stop();
    stopDrawing();
    stopRepairs();
    unsubscribe();
    shown.close();
  };
}

/** @param {string} query */
function titleOf(query) {
  return query ? t("search.results", { query }) : t("search.label");
}

/** @param {State} state @param {import("./state.js").Found[]} hits @param {Actions} actions */
function template(state, hits, actions) {
  const { query, searched, pages, isLoading, failed } = state;
  const latest = pages.at(-1);
  const isFirstTime = isLoading && !latest;
  return html`<div class="bar">
      <h1 tabindex="-1" class="search-title">${titleOf(query)}</h1>
      <p class="search-count" role="status">${latest ? t("search.count", { n: totalOf(state, hits.length) }) : nothing}</p>
    </div>
    <div class="notes">${latest ? notes(latest, searched) : nothing}</div>
    <ol class="hits" aria-busy=${isLoading ? "true" : nothing} @keydown=${moveFocus}>
      ${isFirstTime ? skeletons(6) : repeat(hits, ({ hit }) => hit.document.id, (found) => hitRow(found, state.opened[found.hit.document.id], actions))}
    </ol>
    ${moreButton("search.more", { act: actions.more, isHidden: Boolean(failed) || !cursorOf(state) })}
    <div class="state">${failed ? failure(failed.error, actions.retry) : empty(state, hits.length)}</div>`;
}

/** @param {State} state @param {number} count of the hits shown */
function empty(state, count) {
  const { query, searched, pages } = state;
  if (!query) return emptiness("search", t("search.label"), t("search.hint"));
  const latest = pages.at(-1);
  if (!latest || totalOf(state, count) > 0) return nothing;
  // The note says why; the query is not to blame.
  if (latest.incomplete) return nothing;
  return emptiness("search", t("search.nothing", { query: searched }), t("search.nothingHint"));
}

/** @param {import("./state.js").SearchPage} page @param {string} searched */
function notes({ corrected, notices, incomplete }, searched) {
  return html`${incomplete ? html`<p class="note" role="status">${t("search.rebuilding")}</p>` : nothing}
  ${
    corrected
      ? html`<p class="note">
          ${t("search.corrected", { query: corrected })}
          <a href=${`/search?${new URLSearchParams({ q: searched, exact: "true" })}`}>${t("search.exactly", { query: searched })}</a>
        </p>`
      : nothing
  }
  ${notices.map(({ code, values }) => html`<p class="note">${t(`notice.${code}`, values)}</p>`)}`;
}
