/** Results while a person types. An answer that comes after a newer question is dropped. */

import { html, make, render } from "../../ui/html.js";
import { marked } from "../document/marks.js";
import { isAbort } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { badge, emptiness, factLine, failure, skeletons, thumbnail, walk } from "../../ui/parts.js";
import { mendPictures } from "../../ui/pictures.js";

const PAUSE = 140;

/** @param {string} query what was found, which is what is marked @param {import("../../../types.js").Hit} hit */
function result(query, hit) {
  const at = (/** @type {number} */ page) => `/documents/${hit.document.id}?${new URLSearchParams({ page: String(page), q: query })}`;
  return html`<li class="hit" data-id="${hit.document.id}">
    <a class="hit-picture" href="${at(hit.page)}" tabindex="-1" aria-hidden="true">${thumbnail(hit.document)}</a>
    <div class="hit-words">
      <h2 class="hit-title"><a href="${at(hit.page)}" data-move>${hit.document.title}</a></h2>
      <p class="card-facts">${factLine(hit.document)} ${badge(hit.document)}</p>
      ${hit.snippets.map(
        (snippet) => html`<a class="snippet" href="${at(snippet.page)}">
          ${(hit.document.pages ?? 1) > 1 ? html`<span class="snippet-page">${t("search.page", { page: snippet.page })}</span>` : ""}
          <span>${marked(snippet.text, snippet.marks)}</span>
        </a>`,
      )}
    </div>
  </li>`;
}

/** @type {import("../../../types.js").View} */
export function search(element, deps, params) {
  let query = "";
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {string | null} */
  let cursor = null;
  let asksForMore = false;
  /** @type {import("../../../types.js").SearchAnswer[]} */
  let answers = [];
  const { memory } = deps.router;

  render(
    element,
    html`<div class="bar"><h1 tabindex="-1" class="search-title"></h1><p class="search-count" role="status"></p></div>
      <div class="notes"></div>
      <ol class="hits"></ol>
      <div class="more" hidden><button type="button" class="button" data-action="more">${t("search.more")}</button></div>
      <div class="state"></div>`,
  );
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name));
  const [title, count, notes, hits, more, state] = [".search-title", ".search-count", ".notes", ".hits", ".more", ".state"].map(part);
  if (!title || !count || !notes || !hits || !more || !state) throw new Error("The search view is incomplete.");

  /** @param {import("../../../types.js").SearchAnswer} answer @param {boolean} isFirst */
  const show = (answer, isFirst) => {
    if (isFirst) hits.replaceChildren();
    for (const hit of answer.hits) {
      deps.store.put(hit.document);
      hits.append(make(result(answer.corrected ?? query, hit)));
    }
    hits.removeAttribute("aria-busy");
    cursor = answer.cursor;
    more.hidden = !cursor;
    state.replaceChildren();
    count.textContent = t("search.count", { n: answer.total });
    render(
      notes,
      html`${answer.corrected ? html`<p class="note">${t("search.corrected", { query: answer.corrected })}</p>` : ""}
      ${answer.ignored.map((sentence) => html`<p class="note">${sentence}</p>`)}`,
    );
    if (answer.total === 0) {
      render(state, emptiness("search", t("search.nothing", { query }), t("search.nothingHint")));
    }
  };

  const ask = async (/** @type {boolean} */ isFirst) => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    asksForMore = !isFirst;
    hits.setAttribute("aria-busy", "true");
    try {
      const answer = await deps.api.search(query, isFirst ? null : cursor, signal);
      if (signal.aborted) return;
      answers = isFirst ? [answer] : [...answers, answer];
      show(answer, isFirst);
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      hits.removeAttribute("aria-busy");
      more.hidden = true;
      // What was found before stays, when it is an answer to the same question.
      if (isFirst) {
        hits.replaceChildren();
        count.textContent = "";
      }
      render(state, failure(error));
    }
  };

  /** @param {string} wanted */
  const changed = (wanted) => {
    if (wanted === query) return;
    const isFirst = query === "";
    query = wanted;
    clearTimeout(timer);
    title.textContent = query ? t("search.results", { query }) : t("search.label");
    document.title = `${title.textContent} · Docloft`;
    if (!query) {
      abort.abort();
      answers = [];
      hits.replaceChildren();
      notes.replaceChildren();
      count.textContent = "";
      more.hidden = true;
      return render(state, emptiness("search", t("search.label"), t("search.hint")));
    }
    if (isFirst) {
      state.replaceChildren();
      render(hits, html`${skeletons(4)}`);
    }
    const kept = /** @type {{ query: string, answers: import("../../../types.js").SearchAnswer[] } | undefined} */ (memory.kept);
    if (isFirst && kept?.query === query) {
      answers = kept.answers;
      for (const [index, answer] of answers.entries()) show(answer, index === 0);
      return;
    }
    timer = setTimeout(() => void ask(true), isFirst ? 0 : PAUSE);
  };

  const onClick = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-action=more]")) void ask(false);
    if (target.closest("[data-action=retry]")) void ask(!asksForMore);
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => walk(element, event);
  element.addEventListener("click", onClick);
  element.addEventListener("keydown", onKey);
  const heal = mendPictures(element, deps);
  const silence = deps.router.watch((name, now) => name === "search" && changed((now.get("q") ?? "").trim()));
  if (!params.get("q")) render(state, emptiness("search", t("search.label"), t("search.hint")));

  return () => {
    heal();
    memory.kept = { query, answers };
    clearTimeout(timer);
    abort.abort();
    silence();
    element.removeEventListener("click", onClick);
    element.removeEventListener("keydown", onKey);
  };
}
