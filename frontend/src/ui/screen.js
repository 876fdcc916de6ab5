/** Shows a state in an element: the template is rendered again after every change. */

import { nothing, render } from "./html.js";

/**
 * @template State
 * @typedef {{ readonly state: State, update: (changes: Partial<State>) => void, draw: () => void, close: () => void }} Screen
 */

/**
 * Renders at once, then once after all changes of the same task: a hundred documents that arrive together are one rendering.
 * @template {object} State
 * @param {HTMLElement | DocumentFragment} element
 * @param {State} initial
 * @param {(state: State) => import("./html.js").Markup} template
 * @returns {Screen<State>} `update` merges changes into the state; `draw` renders pending changes now, for code that needs the
 *   new elements; `close` empties the element and ignores later changes
 */
export function screen(element, initial, template) {
  let state = initial;
  let isPending = false;
  let isClosed = false;
  const draw = () => {
    isPending = false;
    if (!isClosed) render(template(state), element);
  };
  draw();
  return {
    get state() {
      return state;
    },
    update(changes) {
      state = { ...state, ...changes };
      if (isPending) return;
      isPending = true;
      queueMicrotask(() => isPending && draw());
    },
    draw: () => {
      if (isPending) draw();
    },
    close() {
      isClosed = true;
      render(nothing, element);
    },
  };
}
