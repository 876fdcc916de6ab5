/** The search screen: results while a person types. */

import { moveFocus } from "../../ui/arrow-keys.js";
import { badge, factLine, skeletons, thumbnail } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { nameChips } from "../../ui/names.js";
import { emptiness, failure, moreButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { searchActions } from "./actions.js";
import { cursorOf, hitsOf, INITIAL } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {import("./actions.js").Actions} Actions */

/** @type {import("../../../types.js").View} */
export function search(element, deps) {
  const { memory } = deps.router;
  const kept = /** @type {Pick<State, "query" | "isExact" | "pages"> | undefined} */ (memory.kept);
  const shown = screen(element, INITIAL, (state) => template(state, actions));
  const actions = searchActions(deps, shown);
  const stopRepairs = repairLinks(element, deps);
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
    actions.stop();
    stopRepairs();
    unsubscribe();
    shown.close();
  };
}

/** @param {string} query */
function titleOf(query) {
  return query ? t("search.results", { query }) : t("search.label");
}

/** @param {State} state @param {Actions} actions */
function template(state, actions) {
  const { query, searched, pages, isLoading, failed } = state;
  const latest = pages.at(-1);
  const isFirstTime = isLoading && !latest;
  return html`<div class="bar">
      <h1 tabindex="-1" class="search-title">${titleOf(query)}</h1>
      <p class="search-count" role="status">${latest ? t("search.count", { n: latest.total }) : nothing}</p>
    </div>
    <div class="notes">${latest ? notes(latest, searched) : nothing}</div>
    <ol class="hits" aria-busy=${isLoading ? "true" : nothing} @keydown=${moveFocus}>
      ${isFirstTime ? skeletons(4) : repeat(hitsOf(state), ({ hit }) => hit.document.id, result)}
    </ol>
    ${moreButton("search.more", { act: actions.more, isHidden: Boolean(failed) || !cursorOf(state) })}
    <div class="state">${failed ? failure(failed.error, actions.retry) : empty(state)}</div>`;
}

/** @param {State} state */
function empty({ query, searched, pages }) {
  if (!query) return emptiness("search", t("search.label"), t("search.hint"));
  const latest = pages.at(-1);
  if (latest?.total !== 0) return nothing;
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

/** @param {{ hit: import("../../../types.js").Hit, query: string }} found */
function result({ hit, query }) {
  const { document, page, snippets, more_pages: more } = hit;
  const at = (/** @type {number} */ number) => `/documents/${document.id}?${new URLSearchParams({ page: String(number), q: query })}`;
  const hasPages = (document.pages ?? 1) > 1;
  return html`<li class="hit" data-id=${document.id}>
    <a class="hit-picture" href=${at(page)} tabindex="-1" aria-hidden="true">${thumbnail(document)}</a>
    <div class="hit-words">
      <h2 class="hit-title"><a href=${at(page)} data-move>${document.title}</a></h2>
      <p class="card-facts">${factLine(document)} ${badge(document)}</p>
      ${nameChips(document)}
      ${snippets.map(
        (snippet) => html`<a class="snippet" href=${at(snippet.page)}>
          ${hasPages ? html`<span class="snippet-page">${t("search.page", { page: snippet.page })}</span>` : nothing}
          <span>${marked(snippet.text, snippet.marks)}</span>
        </a>`,
      )}
      ${more.pages.length ? html`<p class="card-facts">${t(more.exact ? "search.morePages" : "search.aboutMorePages", { n: more.pages.length })}</p>` : nothing}
    </div>
  </li>`;
}
