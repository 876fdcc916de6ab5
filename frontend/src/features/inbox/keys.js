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
function onKey(event, element, actions) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector("dialog[open], [popover]:popover-open") || target.closest(".search")) return;
  const isInField = target.matches("input, select, textarea");
  const act = isInField ? actInField(event.key, element) : actOf(event, element, actions);
  if (!act) return;
  event.preventDefault();
  act();
}

/** The browser reports the value as changed when the field loses the focus. @param {string} key @param {HTMLElement} element */
function actInField(key, element) {
  if (key !== "Enter" && key !== "Escape") return undefined;
  return () => /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus({ preventScroll: true });
}

/**
 * What a key does outside of fields.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} element
 * @param {import("./actions.js").Actions} actions
 */
function actOf(event, element, { file, trash, move, undo }) {
  const key = event.key.toLowerCase();
  const isCombined = event.ctrlKey || event.metaKey;
  if (isCombined && key === "z") return () => undo();
  if (isCombined || event.altKey || event.repeat) return undefined;
  if (key === "enter") {
    const isControl = /** @type {HTMLElement} */ (event.target).closest("a, button");
    return isControl ? undefined : () => file();
  }
  /** @type {Record<string, () => void>} */
  const acts = {
    "#": () => trash(),
    delete: () => trash(),
    arrowdown: () => move(1),
    arrowup: () => move(-1),
  };
  return acts[key] ?? (key in FIELDS ? () => focusField(element, /** @type {keyof typeof FIELDS} */ (key)) : undefined);
}

/** @param {HTMLElement} element @param {keyof typeof FIELDS} key */
function focusField(element, key) {
  const field = /** @type {HTMLInputElement | null} */ (element.querySelector(FIELDS[key]));
  field?.focus();
  if (field?.type === "text") field.select();
}
