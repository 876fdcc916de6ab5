/** One document: what it looks like, its words, its facts, and what can be done with it. */

import { bytes, hex, kind, languageName, moment, day } from "../../ui/format.js";
import { html, make, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { isAbort, Problem, sentence } from "../../api/problems.js";
import { isFinal } from "../../api/store.js";
import { t } from "../../ui/strings.js";
import { edit } from "./edit.js";
import { badge, emptiness, failure } from "../../ui/parts.js";
import { preview } from "./preview.js";
import { words } from "./text.js";
import { moveToTrash, purge, restore } from "../trash/view.js";

/** @typedef {import("../../../types.js").Doc} Doc */

/** @param {Doc} document */
function factList(document) {
  /** @type {[string, string | null][]} */
  const rows = [
    [t("fact.type"), kind(document.media_type)],
    [t("fact.pages"), document.pages ? String(document.pages) : null],
    [t("fact.pixels"), document.width && document.height ? `${document.width} × ${document.height}` : null],
    [t("fact.size"), bytes(document.size)],
    [t("fact.date"), document.document_date ? day(document.document_date) : t("fact.none")],
    [t("fact.added"), moment(document.created_at)],
    [t("fact.language"), document.language ? languageName(document.language) : null],
    [t("fact.file"), document.file_name],
  ];
  return html`<dl class="facts">
    ${rows.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    <div><dt>${t("fact.checksum")}</dt><dd class="checksum">${hex(document.checksum_sha256)}</dd></div>
  </dl>`;
}

/** @param {Doc} document */
function actions(document) {
  const inTrash = document.trashed_at !== null;
  return html`<div class="actions">
    <button type="button" class="button" data-action="rename">${icon("pencil")}${t("document.rename")}</button>
    <button type="button" class="button" data-action="download">${icon("download")}${t("document.download")}</button>
    ${inTrash
      ? html`<button type="button" class="button button-main" data-action="restore">${icon("restore")}${t("document.restore")}</button>
          <button type="button" class="button button-danger" data-action="purge">${icon("trash")}${t("document.purge")}</button>`
      : html`<button type="button" class="button" data-action="trash">${icon("trash")}${t("document.trash")}</button>`}
  </div>`;
}

/** Only these are shown by the browser's own means; the API decides again. */
const SHOWN = new Set(["application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"]);

/** Of a text there is nothing to see but its words. @param {Doc} document @returns {("preview" | "text")[]} */
function tabsOf({ media_type, thumbnail }) {
  return SHOWN.has(media_type) || thumbnail ? ["preview", "text"] : ["text"];
}

/** @param {Doc} document @param {string} tab */
function page(document, tab) {
  const tabs = tabsOf(document);
  return html`<article class="document">
    <header class="document-head">
      <button type="button" class="button button-plain" data-action="back">${icon("back")}<span class="unseen">${t("document.back")}</span></button>
      <div class="document-name"><h1 tabindex="-1" title="${document.title}">${document.title}</h1><span class="document-badge">${badge(document)}</span></div>
      <div class="document-actions">${actions(document)}</div>
    </header>
    <div class="document-notes">${notes(document)}</div>
    <div class="document-body">
      <section class="document-main">
        <div class="tabs" role="tablist">
          ${tabs.map((name) => html`<button type="button" role="tab" id="tab-${name}" aria-controls="panel" aria-selected="${name === tab}" tabindex="${name === tab ? "0" : "-1"}" data-tab="${name}">${t(`document.${name}`)}</button>`)}
        </div>
        <div id="panel" class="panel" role="tabpanel" aria-labelledby="tab-${tab}"></div>
      </section>
      <aside class="document-side" aria-label="${t("document.facts")}"><h2>${t("document.facts")}</h2><div class="document-facts">${factList(document)}</div></aside>
    </div>
  </article>`;
}

/** @param {Doc} document */
function notes(document) {
  return html`${document.trashed_at ? html`<p class="note">${t("document.inTrash")}</p>` : ""}
  ${document.reason ? html`<p class="note note-bad">${document.reason}</p>` : ""}`;
}

/** @type {import("../../../types.js").View} */
export function documentView(element, deps, params, id) {
  const abort = new AbortController();
  const query = params.get("q") ?? "";
  let at = Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1);
  let tab = params.get("tab") ?? "";
  /** @type {() => void} */
  let closePanel = () => {};
  let shownState = "";
  let wasInTrash = false;

  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name));
  const turned = (/** @type {number} */ number) => {
    at = number;
    const now = new URLSearchParams(location.search);
    now.set("page", String(number));
    now.set("tab", tab);
    deps.router.note(`${location.pathname}?${now}`);
  };

  /** @param {Doc} document */
  const open = (document) => {
    closePanel();
    const panel = part("#panel");
    for (const button of element.querySelectorAll("[role=tab]")) {
      const isChosen = /** @type {HTMLElement} */ (button).dataset.tab === tab;
      button.setAttribute("aria-selected", String(isChosen));
      button.setAttribute("tabindex", isChosen ? "0" : "-1");
    }
    panel.setAttribute("aria-labelledby", `tab-${tab}`);
    panel.replaceChildren();
    const show = tab === "text" ? words : preview;
    closePanel = show(panel, deps, document, at, query, turned);
  };

  /** @param {Doc} document */
  const refresh = (document) => {
    part("h1").textContent = part("h1").title = document.title;
    window.document.title = `${document.title} · Docloft`;
    render(part(".document-badge"), html`${badge(document)}`);
    if (wasInTrash !== (document.trashed_at !== null)) {
      const hadFocus = part(".document-actions").contains(window.document.activeElement);
      render(part(".document-actions"), actions(document));
      if (hadFocus) part(".document-actions button").focus();
    }
    wasInTrash = document.trashed_at !== null;
    render(part(".document-notes"), notes(document));
    render(part(".document-facts"), factList(document));
    if (shownState !== document.state && tab === "text" && isFinal(document)) open(document);
    shownState = document.state;
  };

  const load = async () => {
    try {
      const document = deps.store.put(await deps.api.findDocument(id, abort.signal));
      const tabs = tabsOf(document);
      if (!tabs.some((name) => name === tab)) tab = tabs[0] ?? "text";
      shownState = document.state;
      wasInTrash = document.trashed_at !== null;
      render(element, page(document, tab));
      window.document.title = `${document.title} · Docloft`;
      part("h1").focus({ preventScroll: true });
      deps.watcher.watchAll([document]);
      open(document);
    } catch (error) {
      if (isAbort(error)) return;
      if (error instanceof Problem && error.status === 404) {
        const back = html`<a class="button" href="/">${icon("back")}${t("nav.library")}</a>`;
        return render(element, emptiness("file", t("document.gone"), t("document.goneHint"), back));
      }
      render(element, failure(error));
    }
  };

  /** @type {Record<string, (document: Doc) => Promise<unknown>>} */
  const deeds = {
    rename: async (document) => {
      const edited = await edit(deps, document);
      if (edited) refresh(edited);
    },
    download: async (document) => {
      const { url, file_name } = await deps.api.original(document.id, "attachment");
      const link = make(html`<a href="${url}" download="${file_name}" hidden></a>`);
      element.append(link);
      link.click();
      link.remove();
    },
    trash: async (document) => {
      await moveToTrash(deps, document);
      // Whoever has gone on meanwhile is not called back.
      if (!abort.signal.aborted) deps.router.back("/");
    },
    restore: (document) => restore(deps, document),
    purge: async (document) => {
      if ((await purge(deps, document)) && !abort.signal.aborted) deps.router.go("/trash");
    },
  };

  const onClick = async (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    const document = deps.store.get(id);
    if (button?.dataset.action === "back") return deps.router.back(query ? `/search?q=${encodeURIComponent(query)}` : "/");
    if (button?.dataset.action === "retry") return load();
    if (button?.dataset.tab && document) {
      tab = button.dataset.tab;
      turned(at);
      return open(document);
    }
    const deed = deeds[button?.dataset.action ?? ""];
    if (!deed || !document || !button || button.ariaDisabled) return undefined;
    // Not `disabled`: that would take the focus, which a dialog must be able to give back.
    button.ariaDisabled = "true";
    try {
      await deed(document);
    } catch (error) {
      deps.toast(sentence(error));
    } finally {
      button.ariaDisabled = null;
    }
    return undefined;
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const chosen = /** @type {HTMLElement} */ (event.target);
    if (chosen.getAttribute("role") !== "tab" || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = /** @type {HTMLElement | null} */ (chosen.nextElementSibling ?? chosen.previousElementSibling);
    other?.focus();
    other?.click();
  };

  render(element, html`<div class="document-loading"><h1 tabindex="-1" class="unseen">${t("app.loading")}</h1><div class="sheet skeleton"></div></div>`);
  const silence = deps.store.listen((document) => {
    if (document.id === id && element.querySelector(".document")) refresh(document);
  });
  element.addEventListener("click", onClick);
  element.addEventListener("keydown", onKey);
  void load();
  return () => {
    abort.abort();
    closePanel();
    silence();
    element.removeEventListener("click", onClick);
    element.removeEventListener("keydown", onKey);
  };
}
