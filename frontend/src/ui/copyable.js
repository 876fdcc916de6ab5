/** Text that is there to be taken along. */

import { html } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

const SAID = 2500;

/**
 * @param {string} text
 * @param {string} label of the button
 * @param {{ main?: boolean }} [options] `main`: what the person is here for, with a button that says its name
 */
export function copyable(text, label, { main = false } = {}) {
  const button = main
    ? html`<button type="button" class="button button-main" data-copy>${icon("copy")}<span>${label}</span></button>`
    : html`<button type="button" class="button button-plain" data-copy title="${label}">${icon("copy")}<span class="unseen">${label}</span></button>`;
  return html`<div class="copyable ${main ? "copyable-main" : ""}">
    <pre class="code"><code>${text}</code></pre>
    ${button}
    <span class="copy-said" role="status"></span>
  </div>`;
}

/** Copies what is beside the button that was pressed, if it is one of these. @param {Event} event */
export async function copyPressed(event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-copy]"));
  const code = button?.parentElement?.querySelector("code");
  if (!button || !code) return;
  const status = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[role=status]"));
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    status.textContent = t("copy.done");
  } catch {
    // The browser forbids it, or has no clipboard here: one key press is left to the person.
    window.getSelection()?.selectAllChildren(code);
    status.textContent = t("copy.byHand");
  }
  setTimeout(() => (status.textContent = ""), SAID);
}
