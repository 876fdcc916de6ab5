/** What the last word of the query may become while a person types: words, titles and names of the library. */

import { isAbort } from "../../api/problems.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("./state.js").Completion} Completion
 * @typedef {import("./state.js").State} State
 */

/** How long typing must pause before completions are requested. */
const PAUSE_MS = 140;
/** The most words and names that are shown, and the most titles. */
const MOST_WORDS = 6;
const MOST_TITLES = 2;
/** The fewest letters that are completed; the API has the same limit. */
const SHORTEST = 2;

/** @param {string} query @returns {string} its last word; empty within a phrase or a filter, which are not completed */
export function lastWord(query) {
  const isInPhrase = (query.match(/"/g) ?? []).length % 2 === 1;
  const word = /(?:^|[\s(])-?([^\s()":-][^\s()":]*)$/.exec(query)?.[1] ?? "";
  return isInPhrase || word.length < SHORTEST || word.endsWith("*") ? "" : word;
}

/** The query with its last word replaced. @param {string} query @param {Completion} completion */
export function withCompletion(query, completion) {
  return query.slice(0, query.length - lastWord(query).length) + completion.query;
}

/**
 * Those that are shown for a query: without the word that has been typed already.
 * @param {Completion[]} completions
 * @param {string} query
 */
export function offered(completions, query) {
  const typed = lastWord(query).toLowerCase();
  if (!typed) return [];
  const titles = completions.filter(({ kind }) => kind === "title").slice(0, MOST_TITLES);
  const words = completions.filter(({ kind, text }) => kind !== "title" && !(kind === "word" && text === typed));
  return [...words.slice(0, MOST_WORDS), ...titles];
}

/**
 * @param {Pick<import("../../../types.js").Deps, "api">} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 */
export function completionActions({ api }, screen) {
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const stop = () => {
    clearTimeout(timer);
    abort.abort();
  };
  const load = async (/** @type {string} */ word) => {
    const { signal } = abort;
    try {
      const { completions } = await api.completeSearch(word, signal);
      if (!signal.aborted) screen.update({ completions });
    } catch (error) {
      // Searching works without them.
      if (!isAbort(error) && !signal.aborted) screen.update({ completions: [] });
    }
  };
  return {
    stop,
    /** Offers completions of the last word; none for an empty query. @param {string} query */
    complete(query) {
      stop();
      abort = new AbortController();
      const word = lastWord(query);
      if (word) timer = setTimeout(() => void load(word), PAUSE_MS);
      else screen.update({ completions: [] });
    },
  };
}

/** @param {State} state @param {(query: string) => void} choose searches for another query */
export function completionRow({ completions, query }, choose) {
  const shown = offered(completions, query);
  if (!shown.length) return nothing;
  const act = (/** @type {Completion} */ completion) => {
    choose(withCompletion(query, completion));
    // The person continues typing.
    /** @type {HTMLElement | null} */ (document.querySelector(".search input"))?.focus();
  };
  return html`<ul class="completions" aria-label=${t("search.completions")}>
    ${repeat(
      shown,
      ({ kind, query: written, document_id: id }) => `${kind} ${id ?? written}`,
      (one) => html`<li>${completion(one, act)}</li>`,
    )}
  </ul>`;
}

/** @param {Completion} one @param {(completion: Completion) => void} act */
function completion(one, act) {
  const { kind, text, document_id: id } = one;
  if (id) return html`<a class="chip" href="/documents/${id}">${icon("file")}<span>${text}</span></a>`;
  const label =
    kind === "sender" || kind === "kind" || kind === "tag"
      ? html`<span class="fine">${t(`facet.${kind}`)}</span> `
      : nothing;
  return html`<button type="button" class="chip" @click=${() => act(one)}>${label}<span>${text}</span></button>`;
}
