/**
 * The keyboard of the inbox. In a field, Enter saves it and moves the focus back, so that the next Enter files the
 * paper.
 */

const FIELDS = { s: "[list=filing-senders]", k: "[list=filing-kinds]", t: "#filing-tag", d: "#filing-document_date" };

/**
 * @param {HTMLElement} element
 * @param {import("./actions.js").Actions} actions
 * @param {AbortSignal} signal
 */
export function followInboxKeys(element, actions, signal) {
  document.addEventListener("keydown", (event) => onKey(event, element, actions), { signal });
}

/** @param {KeyboardEvent} event @param {HTMLElement} element @param {import("./actions.js").Actions} actions */
function onKey(event, element, { file, trash, move, undo }) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector("dialog[open], [popover]:popover-open") || target.closest(".search")) return;
  const heading = /** @type {HTMLElement | null} */ (element.querySelector("h1"));
  if (target.matches("input, select, textarea")) {
    // The browser reports the value as changed when the field loses the focus.
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      heading?.focus({ preventScroll: true });
    }
    return;
  }
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (isUndo) undo();
  else if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  else if (event.key === "Enter" && !target.closest("a, button")) file();
  else if (event.key === "#" || event.key === "Delete") trash();
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key.toLowerCase() in FIELDS) {
    const field = /** @type {HTMLInputElement | null} */ (
      element.querySelector(FIELDS[/** @type {"s"} */ (event.key.toLowerCase())])
    );
    field?.focus();
    if (field?.type === "text") field.select();
  } else return;
  event.preventDefault();
}
