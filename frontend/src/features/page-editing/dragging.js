/** Moving pages by dragging them. */

import { moved } from "./plan.js";
import { chosen, withPlan } from "./state.js";

/** The type of what is dragged: pages of this screen, not files. */
const DRAGGED = "application/x-docloft-pages";

/** @param {import("../../ui/screen.js").Screen<import("./state.js").State>} shown @param {HTMLElement} element */
export function dragging(shown, element) {
  return {
    drag: (/** @type {DragEvent} */ event, /** @type {number} */ key) => {
      if (!shown.state.selected.has(key)) shown.update(chosen(shown.state, key));
      event.dataTransfer?.setData(DRAGGED, "");
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    },
    over: (/** @type {DragEvent} */ event) => {
      if (!event.dataTransfer?.types.includes(DRAGGED)) return;
      event.preventDefault();
      const sheet = sheetAt(event);
      unmark(element);
      if (sheet) sheet.dataset.drop = isBefore(event, sheet) ? "before" : "after";
    },
    leave: () => unmark(element),
    drop: (/** @type {DragEvent} */ event, /** @type {number} */ into) => {
      unmark(element);
      if (!event.dataTransfer?.types.includes(DRAGGED)) return;
      event.preventDefault();
      const sheet = sheetAt(event);
      const key = Number(sheet?.dataset.sheet);
      const keysOfTarget = shown.state.plan.find((one) => one.key === into)?.sheets.map((one) => one.key) ?? [];
      const next = keysOfTarget[keysOfTarget.indexOf(key) + 1] ?? null;
      const onSheet = sheet && isBefore(event, sheet) ? key : next;
      const before = sheet ? onSheet : null;
      const { selected } = shown.state;
      // Dropped onto one of them: before the next one that is not dragged.
      const stays =
        before !== null && selected.has(before)
          ? keysOfTarget.slice(keysOfTarget.indexOf(before)).find((one) => !selected.has(one))
          : before;
      shown.update(withPlan(shown.state, moved(shown.state.plan, selected, { into, before: stays ?? null })));
    },
  };
}

/** @param {DragEvent} event */
function sheetAt(event) {
  return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-sheet]"));
}

/** @param {DragEvent} event @param {HTMLElement} sheet */
function isBefore({ clientX }, sheet) {
  const { left, width } = sheet.getBoundingClientRect();
  return clientX < left + width / 2;
}

/** @param {HTMLElement} element */
function unmark(element) {
  for (const marked of element.querySelectorAll("[data-drop]")) marked.removeAttribute("data-drop");
}
