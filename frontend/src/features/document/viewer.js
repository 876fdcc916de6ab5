/** The panel with the pages or the text of a document, and the commands that change how they are shown. */

import { preview } from "./preview.js";
import { markedOf } from "./state.js";
import { textPanel } from "./text.js";
import { turned, zoomed } from "./viewing.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {{ go: (page: number) => void, zoom: (step: 1 | -1) => void, fit: (size: import("./viewing.js").Fit) =>
 *   void, turn: () => void }} View
 */

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {() => State} state
 * @param {(changes: Partial<State>) => void} remember called with each change of what is shown
 */
export function viewer(deps, state, remember) {
  const element = Object.assign(document.createElement("div"), { id: "panel", className: "panel", role: "tabpanel" });
  /** @type {import("./preview.js").Pages | null} */
  let pages = null;
  let close = () => {};
  /** @type {View} */
  const view = {
    go: (page) => pages?.go(page),
    zoom: (step) => pages?.show(zoomed(state().viewing, step)),
    fit: (size) => pages?.show({ ...state().viewing, size }),
    turn: () => pages?.show(turned(state().viewing)),
  };
  return {
    element,
    view,
    pages: () => pages,
    /** Shows the preview or the text, depending on the chosen tab. */
    open() {
      const { document: known, tab, viewing, hasStrip } = state();
      if (!known) return;
      close();
      pages = null;
      remember({ isReady: false });
      element.setAttribute("aria-labelledby", `tab-${tab}`);
      element.dataset.tab = tab ?? "";
      const show = tab === "text" ? textPanel : preview;
      close = show(element, deps, {
        document: known,
        viewing,
        hasStrip,
        marked: () => markedOf(state()),
        onViewing: (changed) => remember({ viewing: changed, isReady: true }),
        onReady: (shown) => {
          pages = shown;
        },
      });
    },
    close: () => close(),
  };
}
