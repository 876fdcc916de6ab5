/** The whole window accepts files that are dropped or pasted. */

import { html, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { filesOf } from "./files.js";
import { addFiles } from "./folder-tags.js";

/**
 * @param {import("../../../types.js").Deps} deps
 * @returns {HTMLElement} covers the page while files are dragged over it
 */
export function dropTarget(deps) {
  const cover = Object.assign(document.createElement("div"), { className: "drop", hidden: true });
  render(
    html`<div>
      ${icon("upload")}
      <p class="drop-title">${t("app.dropHere")}</p>
      <p>${t("app.dropHint")}</p>
    </div>`,
    cover,
  );
  const add = async (/** @type {DataTransfer} */ transfer) => {
    const files = await filesOf(transfer);
    if (files.length > 0) await addFiles(deps, files);
    else deps.toast(t("upload.nothing"));
  };
  listenForDrops(
    (isOver) => (cover.hidden = !isOver),
    (transfer) => void add(transfer),
  );
  window.addEventListener("paste", (event) => {
    const { clipboardData } = event;
    if (!clipboardData || clipboardData.files.length === 0) return;
    event.preventDefault();
    void add(clipboardData);
  });
  return cover;
}

/** @param {(isOver: boolean) => void} onOver @param {(transfer: DataTransfer) => void} onDrop */
export function listenForDrops(onOver, onDrop) {
  // An element is entered before the previous one is left, and one that was removed meanwhile is never left: files
  // leave the window when they leave the element that they entered last.
  /** @type {EventTarget | null} */
  let entered = null;
  const on = (
    /** @type {"dragenter" | "dragleave" | "dragover" | "drop"} */ type,
    /** @type {(event: DragEvent) => void} */ act,
  ) => window.addEventListener(type, (event) => event.dataTransfer?.types.includes("Files") && act(event));
  on("dragenter", (event) => {
    // Without this, files that are dropped before they move on are refused (HTML standard, drag-and-drop processing
    // model).
    event.preventDefault();
    entered = event.target;
    onOver(true);
  });
  on("dragleave", (event) => {
    if (event.target === entered) onOver(false);
  });
  on("dragover", (event) => event.preventDefault());
  on("drop", (event) => {
    event.preventDefault();
    onOver(false);
    if (event.dataTransfer) onDrop(event.dataTransfer);
  });
}
