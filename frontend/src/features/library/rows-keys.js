/**
 * The keyboard of the dense list. Selecting by `x` is in the selection's own code, which finds the row by `data-id`.
 * Nothing in a row keeps the focus: a row that leaves the window is removed, and the focus would be lost with it.
 */

import { moved, placeOf, totalOf } from "./rows-state.js";

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
      const id = target.matches(".rows")
        ? null
        : /** @type {HTMLElement | null} */ (target.closest("[role=row][data-id]"))?.dataset.id;
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

/**
 * What the keys do.
 * @param {import("../../ui/screen.js").Screen<import("./rows.js").State>} shown
 * @param {import("./rows.js").Actions & { again: () => void, pageSize: () => number, reveal: (at:
 *   import("./rows-state.js").Place) => void, go: (id: string) => void }} list
 * @param {AbortSignal} signal
 * @returns {Keys}
 */
export function keysOf(shown, { again, pageSize, reveal, go, open, activate }, signal) {
  return {
    signal,
    pageSize,
    activate,
    active: () => shown.state.active,
    first: () => shown.state.sections[0]?.ids[0] ?? null,
    move(by) {
      const { sections: all, active } = shown.state;
      if (!totalOf(all)) return;
      const from = placeOf(all, active);
      const at = from ? moved(all, from, by) : moved(all, { section: 0, place: 0 }, 0);
      const id = all[at.section]?.ids[at.place];
      reveal(at);
      // A row that is not loaded yet does not become active: the key is pressed again.
      if (id) activate(id);
      again();
    },
    open() {
      const { active } = shown.state;
      if (!active) return;
      open(active);
      go(active);
    },
  };
}
