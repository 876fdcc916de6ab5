/** The library: newest first, alive. */

import { html, make, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { isAbort } from "../../api/problems.js";
import { isFinal } from "../../api/store.js";
import { t } from "../../ui/strings.js";
import { card, emptiness, failure, skeletons, walk } from "../../ui/parts.js";
import { mendPictures } from "../../ui/pictures.js";

/** @typedef {import("../../../types.js").Doc} Doc */

const PAGE = "60";
const LAYOUT = "docloft-layout";
const FILTERS = /** @type {const} */ (["all", "working", "failed"]);

/** @param {Element} item */
const idOf = (item) => /** @type {HTMLElement} */ (item).dataset.id ?? "";

/** @param {string} filter @param {Doc} document */
export function belongs(filter, document) {
  if (document.trashed_at || document.state === "rejected" || document.state === "awaiting_upload") return false;
  if (filter === "working") return !isFinal(document);
  return filter === "failed" ? document.state === "failed" : true;
}

/** @type {Record<string, Record<string, string>[]>} what is asked for each filter: the API lists one state at a time */
const QUERIES = { all: [{}], working: [{ state: "received" }, { state: "working" }], failed: [{ state: "failed" }] };

/** @type {import("../../../types.js").View} */
export function library(element, deps, params) {
  const filter = FILTERS.find((name) => name === params.get("show")) ?? "all";
  const layout = localStorage.getItem(LAYOUT) === "list" ? "list" : "grid";
  const abort = new AbortController();
  const { memory } = deps.router;
  const queries = QUERIES[filter] ?? [];
  /** @type {(string | null)[]} where each goes on; null: it has come to its end */
  let cursors = queries.map(() => "");
  const hasMore = () => cursors.some((cursor) => cursor !== null);
  let loading = false;

  render(
    element,
    html`<div class="bar">
        <h1 tabindex="-1">${t("library.title")}</h1>
        <nav class="segments" aria-label="${t("library.filter")}">
          ${FILTERS.map((name) => html`<a href="/${name === "all" ? "" : `?show=${name}`}" ${name === filter ? html`aria-current="page"` : ""}>${t(`library.${name}`)}</a>`)}
        </nav>
        <div class="segments" role="group" aria-label="${t("library.view")}">
          ${/** @type {const} */ (["grid", "list"]).map((name) => html`<button type="button" data-layout="${name}" aria-pressed="${name === layout}" title="${t(`library.${name}`)}">${icon(name)}<span class="unseen">${t(`library.${name}`)}</span></button>`)}
        </div>
      </div>
      <ul class="cards" data-layout="${layout}" aria-label="${t("library.list.label")}" aria-busy="true">${skeletons(12)}</ul>
      <div class="more" hidden><button type="button" class="button" data-action="more">${t("library.more")}</button></div>
      <div class="state"></div>`,
  );
  const list = /** @type {HTMLElement} */ (element.querySelector(".cards"));
  const more = /** @type {HTMLElement} */ (element.querySelector(".more"));
  const state = /** @type {HTMLElement} */ (element.querySelector(".state"));

  /** @type {Map<string, HTMLElement>} */
  const shown = new Map();

  /** @param {Doc} document @returns {Element | null} what it stands before; null: at the end */
  const after = (document) => {
    const last = list.lastElementChild;
    if (!last || idOf(last) > document.id) return null;
    return [...list.children].find((other) => idOf(other) < document.id) ?? null;
  };

  /** Puts a document where it belongs, or takes it away. @param {Doc} document @param {boolean} isNews */
  const place = (document, isNews) => {
    const old = shown.get(document.id);
    if (!belongs(filter, document)) {
      old?.remove();
      shown.delete(document.id);
      return;
    }
    if (old?.dataset.version === String(document.version)) return;
    const next = old ? null : after(document);
    // Older than everything loaded: it comes with its page.
    if (!old && isNews && !next && hasMore()) return;
    const fresh = make(card(document));
    shown.set(document.id, fresh);
    if (!old) return void list.insertBefore(fresh, next);
    const hadFocus = old.contains(window.document.activeElement);
    old.replaceWith(fresh);
    if (hadFocus) fresh.querySelector("a")?.focus();
  };

  const tellEmptiness = () => {
    const none = list.children.length === 0 && !hasMore();
    list.hidden = none;
    if (!none) return state.replaceChildren();
    const action = html`<div class="actions">
      <button type="button" class="button button-main" data-choose="files">${icon("upload")}${t("nav.addFiles")}</button>
      <button type="button" class="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
    </div>`;
    if (filter === "all") render(state, emptiness("library", t("library.empty"), t("library.emptyHint"), action));
    else if (filter === "working") render(state, emptiness("check", t("library.emptyWorking"), t("library.emptyWorkingHint")));
    else render(state, emptiness("check", t("library.emptyFailed"), t("library.emptyFailedHint")));
  };

  /** @param {Doc[]} documents @param {(string | null)[]} next */
  const show = (documents, next) => {
    if (list.getAttribute("aria-busy") === "true") list.replaceChildren();
    list.removeAttribute("aria-busy");
    cursors = next;
    for (const document of documents) place(document, false);
    deps.watcher.watchAll(documents);
    more.hidden = !hasMore();
    tellEmptiness();
  };

  /** The next page of each list that has one. @param {(string | null)[]} from @returns {Promise<import("../../../types.js").Page[]>} */
  const listed = (from) =>
    Promise.all(
      queries.map(async (query, index) => {
        const cursor = from[index] ?? null;
        if (cursor === null) return { documents: [], cursor };
        return deps.api.listDocuments({ ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }, abort.signal);
      }),
    );

  const load = async () => {
    if (loading) return;
    loading = true;
    try {
      const pages = await listed(cursors);
      show(
        deps.store.putAll(pages.flatMap(({ documents }) => documents)),
        pages.map(({ cursor }) => cursor),
      );
      // Told again even when the end of the list has not moved out of sight.
      seen.unobserve(more);
      seen.observe(more);
    } catch (error) {
      if (isAbort(error)) return;
      if (list.getAttribute("aria-busy") === "true") list.hidden = true;
      // The button is what tries again: the end of the list must not ask by itself, over and over.
      more.hidden = true;
      render(state, failure(error));
    } finally {
      loading = false;
    }
  };

  const refresh = async () => {
    try {
      const documents = (await listed(queries.map(() => ""))).flatMap((page) => page.documents);
      for (const document of deps.store.putAll(documents)) place(document, true);
      deps.watcher.watchAll(documents);
      tellEmptiness();
    } catch {
      // What is shown stays; the next visit asks again.
    }
  };

  const silence = deps.store.listen((document) => {
    if (list.getAttribute("aria-busy") === "true") return;
    place(document, true);
    tellEmptiness();
  });
  const onClick = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-action=more]")) void load();
    if (target.closest("[data-action=retry]")) {
      state.replaceChildren();
      list.hidden = false;
      more.hidden = !hasMore();
      void load();
    }
    const button = /** @type {HTMLElement | null} */ (target.closest("button[data-layout]"));
    if (button) {
      const chosen = button.dataset.layout ?? "grid";
      localStorage.setItem(LAYOUT, chosen);
      list.dataset.layout = chosen;
      for (const other of element.querySelectorAll("button[data-layout]")) {
        other.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (other).dataset.layout === chosen));
      }
    }
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => walk(element, event);
  const heal = mendPictures(element, deps);
  const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && void load(), { rootMargin: "600px" });
  element.addEventListener("click", onClick);
  element.addEventListener("keydown", onKey);
  seen.observe(more);
  // Back from a document: everything stands as it was left, and what is new since then comes in.
  const kept = /** @type {{ ids: string[], cursors: (string | null)[] } | undefined} */ (memory.kept);
  if (kept) show(kept.ids.map((id) => deps.store.get(id)).filter((document) => document !== undefined), kept.cursors);
  if (kept) void refresh();
  else void load();

  return () => {
    if (!list.hasAttribute("aria-busy")) memory.kept = { ids: [...list.children].map(idOf), cursors };
    abort.abort();
    silence();
    seen.disconnect();
    element.removeEventListener("click", onClick);
    element.removeEventListener("keydown", onKey);
    heal();
  };
}
