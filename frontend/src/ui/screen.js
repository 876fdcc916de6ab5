/** Shows a state in an element: the template is rendered again after every change. */

import { nothing, render } from "./html.js";

/**
 * @template State
 * @typedef {{ readonly state: State, update: (changes: Partial<State>) => void, draw: () => void, close: () => void }}
 *   Screen
 */

/**
 * Renders once per task, after all of its changes: a hundred documents that arrive together are rendered once.
 * @template {object} State
 * @param {HTMLElement} element
 * @param {State} initial
 * @param {(state: State) => import("./html.js").Markup} template
 * @returns {Screen<State>} `update` merges changes into the state; `draw` renders pending changes now, the first time
 *   too, for code that needs the new elements; `close` empties the element and ignores later changes
 */
export function screen(element, initial, template) {
  let state = initial;
  let isPending = false;
  let isClosed = false;
  const draw = () => {
    if (!isPending || isClosed) return;
    isPending = false;
    render(template(state), element);
  };
  const update = (/** @type {Partial<State>} */ changes) => {
    state = { ...state, ...changes };
    if (isPending) return;
    isPending = true;
    queueMicrotask(draw);
  };
  update({});
  return {
    get state() {
      return state;
    },
    update,
    draw,
    close() {
      isClosed = true;
      render(nothing, element);
    },
  };
}
