/**
 * The keyboard of the dense list. Selecting by `x` is in the selection's own code, which finds the row by `data-id`. Nothing in a
 * row keeps the focus: a row that leaves the window is removed, and the focus would be lost with it.
 */

/**
 * @typedef {{ signal: AbortSignal, move: (by: number) => void, pageSize: () => number, open: () => void,
 *   first: () => string | null, activate: (id: string) => void, active: () => string | null }} Keys
 */

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** @param {HTMLElement} element the screen @param {Keys} keys */
export function followKeys(element, { signal, move, pageSize, open, first, activate, active }) {
  element.addEventListener(
    "keydown",
    (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (!target.matches(".rows") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in STEPS) move(STEPS[event.key] ?? 0);
      else if (event.key === "PageDown") move(pageSize());
      else if (event.key === "PageUp") move(-pageSize());
      else if (event.key === "Home") move(-Infinity);
      else if (event.key === "End") move(Infinity);
      else if (event.key === "Enter") open();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  element.addEventListener(
    "focusin",
    (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const id = target.matches(".rows") ? null : /** @type {HTMLElement | null} */ (target.closest("[role=row][data-id]"))?.dataset.id;
      if (id) {
        activate(id);
        /** @type {HTMLElement | null} */ (target.closest(".rows"))?.focus({ preventScroll: true });
      } else if (target.matches(".rows") && target.matches(":focus-visible") && !active()) {
        const top = first();
        if (top) activate(top);
      }
    },
    { signal },
  );
}
