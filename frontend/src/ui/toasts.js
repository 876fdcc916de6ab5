/** Short messages at the edge of the page. */

import { html, nothing, repeat } from "./html.js";
import { icon } from "./icons.js";
import { screen } from "./screen.js";
import { t } from "./strings.js";

const SHOWN_MS = 8000;
const MAX_SHOWN = 3;

/**
 * @typedef {import("../../types.js").ToastOptions} ToastOptions
 * @typedef {{ text: string, timer?: ReturnType<typeof setTimeout> } & ToastOptions} Toast
 */

/**
 * @param {HTMLElement} region a polite live region
 * @returns {Pick<import("../../types.js").Deps, "toast" | "toastUntil" | "toastProgress">}
 */
export function toasts(region) {
  const remove = (/** @type {Toast} */ toast) =>
    shown.update({ toasts: shown.state.toasts.filter((other) => other !== toast) });
  const dismiss = (/** @type {Toast} */ toast) => {
    remove(toast);
    toast.action?.dismiss?.();
  };
  const keep = (/** @type {Toast} */ toast) => clearTimeout(toast.timer);
  const start = (/** @type {Toast} */ toast) => {
    keep(toast);
    // Work in progress is shown until it ends, and what may be lost with the message until the person decides.
    if (!toast.progress && !toast.action?.dismiss) toast.timer = setTimeout(() => remove(toast), SHOWN_MS);
  };
  const template = (/** @type {Toast} */ toast) => {
    const { text, action, link, progress } = toast;
    const act = () => {
      remove(toast);
      action?.act();
    };
    // A message remains while a person points at it or reaches for its buttons.
    return html`<div
      class="toast"
      @pointerenter=${() => keep(toast)}
      @focusin=${() => keep(toast)}
      @pointerleave=${() => start(toast)}
    >
      <p>${text}${link ? html` <a href=${link.address} @click=${() => remove(toast)}>${link.label}</a>` : nothing}</p>
      ${progress ? html`<progress aria-label=${text} max=${progress.total} value=${progress.done}></progress>` : nothing}
      ${action ? html`<button type="button" class="button toast-action" @click=${act}>${action.label}</button>` : nothing}
      <button type="button" class="button button-plain toast-close" @click=${() => dismiss(toast)}>
        ${icon("close")}<span class="unseen">${t("app.close")}</span>
      </button>
    </div>`;
  };
  const shown = screen(
    region,
    { toasts: /** @type {Toast[]} */ ([]) },
    (state) => html`${repeat(state.toasts, (toast) => toast, template)}`,
  );
  const add = (/** @type {Toast} */ toast) => {
    start(toast);
    const all = [...shown.state.toasts, toast];
    shown.update({ toasts: all });
    for (const oldest of all.slice(0, -MAX_SHOWN)) dismiss(oldest);
  };
  return {
    toast: (text, action) => add({ text, action }),
    toastUntil(text, action) {
      /** @type {Toast} */
      const toast = { text, action };
      add(toast);
      return () => remove(toast);
    },
    toastProgress(begun, progress) {
      /** @type {Toast} */
      const toast = { text: begun, progress };
      add(toast);
      return (text, options = {}) => {
        Object.assign(toast, { action: undefined, link: undefined, progress: undefined, ...options, text });
        if (shown.state.toasts.includes(toast)) {
          start(toast);
          shown.update({});
        } else if (!toast.progress) add(toast);
      };
    },
  };
}
