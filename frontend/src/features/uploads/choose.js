/** Choosing files and folders. Any button with `data-choose="files"` or `data-choose="folder"` opens the system's dialog. */

import { acceptedExtensions } from "../../ui/formats.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/** @param {import("./uploader.js").Uploader} uploads */
export function fileInputs(uploads) {
  const add = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    uploads.add([...(input.files ?? [])]);
    input.value = "";
  };
  return html`<input hidden type="file" multiple data-files accept=${acceptedExtensions()} aria-label=${t("nav.addFiles")} @change=${add} />
    <input hidden type="file" multiple webkitdirectory data-folder aria-label=${t("nav.addFolder")} @change=${add} />`;
}

/** @param {Event} event a click anywhere in the page */
export function chooseFiles(event) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-choose]"));
  if (!button) return;
  /** @type {HTMLElement | null} */ (button.closest("[popover]"))?.hidePopover();
  const input = button.dataset.choose === "folder" ? "[data-folder]" : "[data-files]";
  /** @type {HTMLElement | null} */ (document.querySelector(input))?.click();
}
