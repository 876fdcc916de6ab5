/** Short messages at the edge of the page. */

import { html, nothing, repeat } from "./html.js";
import { icon } from "./icons.js";
import { screen } from "./screen.js";
import { t } from "./strings.js";

const SHOWN_MS = 8000;
const MAX_SHOWN = 3;

/** @typedef {{ text: string, action?: { label: string, act: () => void }, timer?: ReturnType<typeof setTimeout> }} Toast */

/**
 * @param {HTMLElement} region a polite live region
 * @returns {import("../../types.js").Deps["toast"]}
 */
export function toasts(region) {
  const remove = (/** @type {Toast} */ toast) => shown.update({ toasts: shown.state.toasts.filter((other) => other !== toast) });
  const keep = (/** @type {Toast} */ toast) => clearTimeout(toast.timer);
  const start = (/** @type {Toast} */ toast) => {
    toast.timer = setTimeout(() => remove(toast), SHOWN_MS);
  };
  const template = (/** @type {Toast} */ toast) => {
    const { text, action } = toast;
    const act = () => {
      remove(toast);
      action?.act();
    };
    // A message stays while a person points at it or reaches for its buttons.
    return html`<div class="toast" @pointerenter=${() => keep(toast)} @focusin=${() => keep(toast)} @pointerleave=${() => start(toast)}>
      <p>${text}</p>
      ${action ? html`<button type="button" class="button toast-action" @click=${act}>${action.label}</button>` : nothing}
      <button type="button" class="button button-plain toast-close" @click=${() => remove(toast)}>${icon("close")}<span class="unseen">${t("app.close")}</span></button>
    </div>`;
  };
  const shown = screen(region, { toasts: /** @type {Toast[]} */ ([]) }, (state) => html`${repeat(state.toasts, (toast) => toast, template)}`);
  return (text, action) => {
    const toast = { text, action };
    start(toast);
    shown.update({ toasts: [...shown.state.toasts, toast].slice(-MAX_SHOWN) });
  };
}
