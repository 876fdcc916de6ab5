/** Short messages at the edge of the page, and questions that need an answer. */

import { html, make } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

const STAYS = 8000;

/**
 * @param {HTMLElement} region a polite live region
 * @returns {import("../../types.js").Deps["toast"]}
 */
export function toaster(region) {
  return (text, action) => {
    const toast = make(html`<div class="toast"><p>${text}</p>
      ${action ? html`<button type="button" class="button toast-action">${action.label}</button>` : ""}
      <button type="button" class="button button-plain toast-close">${icon("close")}<span class="unseen">${t("app.close")}</span></button></div>`);
    const gone = () => toast.remove();
    toast.querySelector(".toast-action")?.addEventListener("click", () => {
      gone();
      action?.act();
    });
    toast.querySelector(".toast-close")?.addEventListener("click", gone);
    while (region.children.length >= 3) region.firstElementChild?.remove();
    region.append(toast);
    let timer = setTimeout(gone, STAYS);
    // Whoever reads or reaches for it keeps it.
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("focusin", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", () => (timer = setTimeout(gone, STAYS)));
  };
}

/** @type {import("../../types.js").Deps["confirm"]} */
export function confirmation({ title, text, yes, danger = false }) {
  const dialog = /** @type {HTMLDialogElement} */ (
    make(html`<dialog class="dialog" aria-labelledby="confirm-title" aria-describedby="confirm-text">
      <h2 id="confirm-title">${title}</h2>
      <p id="confirm-text">${text}</p>
      <div class="dialog-actions">
        <button type="button" class="button" data-answer="no" autofocus>${t("confirm.no")}</button>
        <button type="button" class="button ${danger ? "button-danger-full" : "button-main"}" data-answer="yes">${yes}</button>
      </div>
    </dialog>`)
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-answer]"));
      if (button) dialog.close(button.dataset.answer);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
