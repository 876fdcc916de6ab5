/** The panel that shows what is being uploaded. It holds few rows, however many files were dropped. */

import { bytes } from "../../ui/format.js";
import { html, make, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { inOrder, isAtRisk, isOver, summary } from "./state.js";

const ROWS = 60;

/** @param {import("./state.js").Item} item what stays the same while its bytes are on their way */
function words(item) {
  if (item.status === "duplicate") {
    return html`${t(item.trashed ? "upload.duplicateTrashed" : "upload.duplicate")} <a href="/documents/${item.documentId}">${t("upload.duplicateOpen")}</a>`;
  }
  if (item.status === "failed") return html`${item.message}`;
  return item.status === "sending" ? "" : t(`upload.${item.status}`);
}

/** @type {Partial<Record<import("./state.js").Status, any>>} */
const SYMBOLS = { ready: "check", failed: "alert", duplicate: "file", cancelled: "minus", waiting: "clock" };

/** @param {import("./state.js").Item} item */
function row(item) {
  const { key, name, status } = item;
  const symbol = SYMBOLS[status];
  return html`<li class="upload" data-key="${key}" data-status="${status}">
    <span class="upload-state">${symbol ? icon(symbol) : html`<span class="spinner" aria-hidden="true"></span>`}</span>
    <span class="upload-words">
      <span class="upload-name">${item.documentId && status === "ready" ? html`<a href="/documents/${item.documentId}">${name}</a>` : name}</span>
      <span class="upload-message"><span class="upload-now">${words(item)}</span> <span class="upload-size">${status === "failed" ? "" : bytes(item.size)}</span></span>
      ${status === "sending" ? html`<progress max="1" value="0" aria-label="${t("uploads.progress", { name })}"></progress>` : ""}
    </span>
    ${isAtRisk(item) ? html`<button type="button" class="button button-plain" data-cancel="${key}" aria-label="${t("uploads.cancel", { name })}">${icon("close")}</button>` : ""}
    ${item.retryable ? html`<button type="button" class="button button-plain" data-retry="${key}" aria-label="${t("uploads.retry", { name })}">${icon("retry")}</button>` : ""}
  </li>`;
}

/**
 * Rows that did not change stay the elements they are: whoever is about to press a button in one does press it.
 * @param {HTMLElement} list
 * @param {import("./state.js").Item[]} items
 */
function showRows(list, items) {
  const there = new Map([...list.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  /** @type {Element | null} */
  let last = null;
  for (const item of items) {
    let element = /** @type {HTMLElement | undefined} */ (there.get(item.key));
    there.delete(item.key);
    if (!element || element.dataset.status !== item.status) {
      const fresh = make(row(item));
      const hadFocus = element?.contains(document.activeElement);
      element?.replaceWith(fresh);
      element = fresh;
      if (hadFocus) /** @type {HTMLElement | null} */ (fresh.querySelector("button, a"))?.focus();
    }
    /** @type {Element | null} */
    const place = last ? last.nextElementSibling : list.firstElementChild;
    if (place !== element) list.insertBefore(element, place);
    if (item.status === "sending") {
      const bar = element.querySelector("progress");
      const now = element.querySelector(".upload-now");
      if (bar) bar.value = item.share;
      if (now) now.textContent = t("upload.sending", { percent: Math.floor(item.share * 100) });
    }
    last = element;
  }
  for (const gone of there.values()) gone.remove();
}

/**
 * @param {HTMLElement} element
 * @param {import("./uploader.js").Uploader} uploads
 */
export function uploadPanel(element, uploads) {
  let folded = false;
  let said = "";
  render(
    element,
    html`<section class="uploads" hidden aria-label="${t("uploads.title")}">
      <header>
        <h2><button type="button" class="uploads-fold" aria-expanded="true" title="${t("uploads.fold")}"><span class="uploads-title"></span>${icon("chevron")}</button></h2>
        <button type="button" class="button button-plain" data-close>${icon("close")}<span class="unseen">${t("uploads.close")}</span></button>
      </header>
      <progress class="uploads-all" max="1" aria-label="${t("uploads.title")}"></progress>
      <div class="uploads-body"><div class="uploads-tools">
          <button type="button" class="button button-small" data-cancel-all hidden>${t("uploads.cancelAll")}</button>
          <button type="button" class="button button-small" data-retry-all hidden>${t("uploads.retryAll")}</button>
        </div><ul class="uploads-list"></ul><p class="uploads-more fine"></p></div>
      <p class="unseen" role="status"></p>
    </section>`,
  );
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name));
  const panel = part(".uploads");

  const show = () => {
    const { items } = uploads;
    panel.hidden = items.length === 0;
    if (panel.hidden) return;
    const { open, done, trouble, duplicates, share } = summary(items);
    const title = [
      open > 0 ? t("uploads.running", { n: open }) : t("uploads.done", { n: done }),
      trouble + duplicates > 0 ? t("uploads.trouble", { n: trouble + duplicates }) : "",
    ]
      .filter(Boolean)
      .join(" · ");
    part(".uploads-title").textContent = title;
    const all = /** @type {HTMLProgressElement} */ (part(".uploads-all"));
    all.hidden = open === 0;
    all.value = share;
    part(".uploads-body").hidden = folded;
    part(".uploads-fold").setAttribute("aria-expanded", String(!folded));
    /** @type {HTMLButtonElement} */ (part("[data-close]")).hidden = items.some((item) => !isOver(item));
    const sorted = inOrder(items);
    showRows(part(".uploads-list"), sorted.slice(0, ROWS));
    part(".uploads-more").textContent = sorted.length > ROWS ? t("uploads.more", { n: sorted.length - ROWS }) : "";
    const retryable = items.filter((item) => item.retryable).length;
    part("[data-cancel-all]").hidden = items.filter(isAtRisk).length < 2;
    part("[data-retry-all]").hidden = retryable < 2;
    // Said when it begins, when there is trouble, and when all is done; not at every percent.
    const news = open > 0 ? `${Math.ceil(open / 10)}-${trouble}` : title;
    if (news !== said) {
      said = news;
      part("[role=status]").textContent = title;
    }
  };

  element.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("button"));
    if (!button) return;
    if (button.dataset.cancel) uploads.cancel(button.dataset.cancel);
    if (button.dataset.retry) uploads.retry(button.dataset.retry);
    if ("cancelAll" in button.dataset) uploads.cancelAll();
    if ("retryAll" in button.dataset) uploads.retryAll();
    if ("close" in button.dataset) uploads.clear();
    if (button.classList.contains("uploads-fold")) folded = !folded;
    show();
  });
  uploads.listen(show);
}
