/** The whole window accepts files that are dropped or pasted. */

import { html, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { filesOf } from "./files.js";

/**
 * @param {Pick<import("../../../types.js").Deps, "uploads" | "toast">} deps
 * @returns {HTMLElement} covers the page while files are dragged over it
 */
export function dropTarget({ uploads, toast }) {
  const cover = Object.assign(document.createElement("div"), { className: "drop", hidden: true });
  render(html`<div>${icon("upload")}<p class="drop-title">${t("app.dropHere")}</p><p>${t("app.dropHint")}</p></div>`, cover);
  const add = async (/** @type {DataTransfer} */ transfer) => {
    const files = await filesOf(transfer);
    if (files.length > 0) uploads.add(files);
    else toast(t("upload.nothing"));
  };
  listenForDrops((isOver) => (cover.hidden = !isOver), (transfer) => void add(transfer));
  window.addEventListener("paste", (event) => {
    const { clipboardData } = event;
    if (!clipboardData || clipboardData.files.length === 0) return;
    event.preventDefault();
    void add(clipboardData);
  });
  return cover;
}

/** @param {(isOver: boolean) => void} onOver @param {(transfer: DataTransfer) => void} onDrop */
function listenForDrops(onOver, onDrop) {
  // An element is entered before the one around it is left: files are over the window while more elements were entered
  // than left.
  let depth = 0;
  const on = (/** @type {"dragenter" | "dragleave" | "dragover" | "drop"} */ type, /** @type {(event: DragEvent) => void} */ act) =>
    window.addEventListener(type, (event) => event.dataTransfer?.types.includes("Files") && act(event));
  on("dragenter", () => onOver(++depth > 0));
  on("dragleave", () => {
    depth = Math.max(0, depth - 1);
    onOver(depth > 0);
  });
  on("dragover", (event) => event.preventDefault());
  on("drop", (event) => {
    event.preventDefault();
    depth = 0;
    onOver(false);
    if (event.dataTransfer) onDrop(event.dataTransfer);
  });
}
