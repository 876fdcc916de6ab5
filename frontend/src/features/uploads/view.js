/** The panel that shows what is being uploaded. It has few rows, however many files were dropped. */

import { isOffline } from "../../api/connection.js";
import { bytes } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { Pace } from "./pace.js";
import { inOrder, isOpen, summary } from "./state.js";

/**
 * @typedef {import("./state.js").Item} Item
 * @typedef {import("./uploader.js").Uploader} Uploader
 * @typedef {{ items: Item[], isFolded: boolean, announcement: string, news: string, left: number | null }} State
 *   `announcement`: for screen readers, changed with `news`; `left`: seconds until everything is sent
 */

const ROWS = 60;

/** @type {Partial<Record<Item["status"], import("../../ui/icons.js").IconName>>} */
const SYMBOLS = {
  ready: "check",
  failed: "alert",
  missing: "alert",
  duplicate: "file",
  cancelled: "minus",
  waiting: "clock",
};

/**
 * @param {Uploader} uploads
 * @returns {HTMLElement}
 */
export function uploadPanel(uploads) {
  const element = Object.assign(document.createElement("div"), { className: "uploads-place" });
  const fold = () => shown.update({ isFolded: !shown.state.isFolded });
  const initial = /** @type {State} */ ({ items: [], isFolded: false, announcement: "", news: "", left: null });
  const pace = new Pace();
  const shown = screen(element, initial, (state) => template(state, uploads, fold));
  uploads.subscribe(() => {
    const { items } = uploads;
    const { sent, bytes: all } = summary(items);
    shown.update({ items, left: pace.secondsLeft(sent, all), ...announced(shown.state, items) });
  });
  uploads.notify();
  return element;
}

/**
 * Announced when uploads begin, when one has failed, and when all are done; not at every percent.
 * @param {State} state
 * @param {Item[]} items
 * @returns {Pick<State, "announcement" | "news">}
 */
function announced({ announcement, news: before }, items) {
  const { open, trouble } = summary(items);
  const news = open > 0 ? `${Math.ceil(open / 10)}-${trouble}` : titleOf(items);
  return news === before ? { announcement, news } : { announcement: titleOf(items), news };
}

/** @param {Item[]} items */
function titleOf(items) {
  const { open, total, finished, done, trouble, duplicates, missing } = summary(items);
  const others = [
    duplicates > 0 ? t("uploads.here", { n: duplicates }) : "",
    trouble > 0 ? t("uploads.trouble", { n: trouble }) : "",
    missing > 0 ? t("uploads.missing", { n: missing }) : "",
  ].filter(Boolean);
  const main = total > 1 ? t("uploads.runningOf", { done: finished, n: total }) : t("uploads.runningOne");
  if (open > 0) return [main, ...others].join(" · ");
  return [...(done > 0 || others.length === 0 ? [t("uploads.done", { n: done })] : []), ...others].join(" · ");
}

/** @param {number} seconds */
function timeLeft(seconds) {
  const minutes = Math.ceil(seconds / 60);
  if (minutes > 90) return t("uploads.left.hours", { n: Math.round(minutes / 60) });
  return seconds < 60 ? t("uploads.left.seconds") : t("uploads.left.minutes", { n: minutes });
}

/** @param {State} state @param {Uploader} uploads @param {() => void} fold */
function template({ items, isFolded, announcement, left }, uploads, fold) {
  const { open, share } = summary(items);
  const sorted = inOrder(items);
  const more = sorted.length - ROWS;
  return html`<section class="uploads" ?hidden=${items.length === 0} aria-label=${t("uploads.title")}>
    <header>
      <h2>
        <button type="button" class="uploads-fold" aria-expanded=${!isFolded} title=${t("uploads.fold")} @click=${fold}>
          <span class="uploads-title">${titleOf(items)}</span>${icon("chevron")}
        </button>
      </h2>
      <button type="button" class="button button-plain" ?hidden=${open > 0} @click=${() => uploads.clear()}>
        ${icon("close")}<span class="unseen">${t("uploads.close")}</span>
      </button>
    </header>
    <progress
      class="uploads-all"
      max="1"
      .value=${share}
      ?hidden=${open === 0}
      aria-label=${t("uploads.title")}
    ></progress>
    <p class="uploads-left fine" ?hidden=${open === 0 || left === null}>${left === null ? nothing : timeLeft(left)}</p>
    <div class="uploads-body" ?hidden=${isFolded}>
      ${tools(items, uploads)}
      <ul class="uploads-list">
        ${repeat(
          sorted.slice(0, ROWS),
          ({ key }) => key,
          (item) => row(item, uploads),
        )}
      </ul>
      <p class="uploads-more fine">${more > 0 ? t("uploads.more", { n: more }) : nothing}</p>
    </div>
    <p class="unseen" role="status">${announcement}</p>
  </section>`;
}

/** @param {Item[]} items @param {Uploader} uploads */
function tools(items, uploads) {
  const hasTwo = (/** @type {(item: Item) => boolean} */ test) => items.filter(test).length >= 2;
  const missing = items.filter(({ status }) => status === "missing");
  return html`<div class="uploads-tools">
    <button
      type="button"
      class="button button-small"
      data-choose=${missing.some(({ folder }) => folder) ? "folder" : "files"}
      ?hidden=${missing.length === 0}
    >
      ${icon("folder")}${t("uploads.chooseAgain")}
    </button>
    <button type="button" class="button button-small" ?hidden=${!hasTwo(isOpen)} @click=${() => uploads.cancelAll()}>
      ${t("uploads.cancelAll")}
    </button>
    <button
      type="button"
      class="button button-small"
      ?hidden=${!hasTwo(({ retryable }) => retryable)}
      @click=${() => uploads.retryAll()}
    >
      ${t("uploads.retryAll")}
    </button>
  </div>`;
}

/** @param {Item} item @param {Uploader} uploads */
function row(item, uploads) {
  const { key, name, folder, status, share, documentId, trashed, retryable } = item;
  const symbol = SYMBOLS[status];
  const isReady = status === "ready" && documentId;
  return html`<li class="upload" data-key=${key} data-status=${status}>
    <span class="upload-state">${symbol ? icon(symbol) : html`<span class="spinner" aria-hidden="true"></span>`}</span>
    <span class="upload-words">
      <span class="upload-name">${isReady ? html`<a href="/documents/${documentId}">${name}</a>` : name}</span>
      <span class="upload-message"
        ><span class="upload-now">${message(item)}</span>
        <span class="upload-size">${status === "failed" || status === "missing" ? nothing : bytes(item.size)}</span>
        <span class="upload-folder">${folder || nothing}</span></span
      >
      ${status === "sending" ? html`<progress max="1" .value=${share} aria-label=${t("uploads.progress", { name })}></progress>` : nothing}
    </span>
    ${
      isOpen(item)
        ? html`<button
            type="button"
            class="button button-plain"
            aria-label=${t("uploads.cancel", { name })}
            @click=${() => uploads.cancel(key)}
          >
            ${icon("close")}
          </button>`
        : nothing
    }
    ${
      status === "duplicate" && trashed
        ? html`<button
            type="button"
            class="button button-small"
            aria-label=${t("uploads.restore", { name })}
            @click=${() => void uploads.restore(key)}
          >
            ${icon("restore")}${t("document.restore")}
          </button>`
        : nothing
    }
    ${
      retryable
        ? html`<button
            type="button"
            class="button button-plain"
            aria-label=${t("uploads.retry", { name })}
            @click=${() => uploads.retry(key)}
          >
            ${icon("retry")}
          </button>`
        : nothing
    }
  </li>`;
}

/** @param {Item} item */
function message({ status, share, trashed, documentId, message: text, isKept }) {
  if (status === "waiting" && isKept && isOffline()) return t("upload.kept");
  if (status === "failed") return text || nothing;
  if (status === "sending") return t("upload.sending", { percent: Math.floor(share * 100) });
  if (status !== "duplicate") return t(`upload.${status}`);
  const place = text || t(trashed ? "upload.duplicateTrashed" : "upload.duplicate");
  return html`${place} <a href="/documents/${documentId}">${t("upload.duplicateOpen")}</a>`;
}
