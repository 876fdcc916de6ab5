/**
 * Choosing files, folders and photos of pages. Any button with `data-choose` (`files`, `folder` or `camera`) opens the
 * dialog for it.
 */

import { acceptedExtensions } from "../../ui/formats.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/strings.js";
import { addFiles } from "./folder-tags.js";

/** @param {import("../../../types.js").Deps} deps */
export function fileInputs(deps) {
  const add = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    void addFiles(deps, [...(input.files ?? [])]);
    input.value = "";
  };
  return html`<input
      hidden
      type="file"
      multiple
      data-files
      accept=${acceptedExtensions()}
      aria-label=${t("nav.addFiles")}
      @change=${add}
    />
    <input hidden type="file" multiple webkitdirectory data-folder aria-label=${t("nav.addFolder")} @change=${add} />`;
}

/**
 * @param {Event} event a click anywhere in the page
 * @param {() => void} capture opens the dialog for photos of pages
 */
export function chooseFiles(event, capture) {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-choose]"));
  if (!button) return;
  /** @type {HTMLElement | null} */ (button.closest("[popover]"))?.hidePopover();
  if (button.dataset.choose === "camera") return capture();
  /** @type {HTMLElement | null} */ (document.querySelector(`input[data-${button.dataset.choose}]`))?.click();
}
