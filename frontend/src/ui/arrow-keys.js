/** Arrow keys move the focus over everything marked `data-move`. */

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @param {KeyboardEvent & { currentTarget: EventTarget | null }} event handled by the element that contains the stops
 * */
export function moveFocus(event) {
  const root = /** @type {HTMLElement} */ (event.currentTarget);
  const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  const stops = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-move]")]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (!step || at < 0) return;
  const goal = at + step * (event.key === "ArrowUp" || event.key === "ArrowDown" ? rowLength(stops) : 1);
  event.preventDefault();
  stops[Math.max(0, Math.min(stops.length - 1, goal))]?.focus();
}

/** How many items are in a row of the grid; 1 in a list. @param {HTMLElement[]} stops */
function rowLength(stops) {
  const top = (/** @type {HTMLElement | undefined} */ stop) => Math.round(stop?.getBoundingClientRect().top ?? 0);
  const first = top(stops[0]);
  return Math.max(
    1,
    stops.findIndex((stop) => top(stop) !== first),
  );
}
