/** A screen that is one list of documents in rows: its heading, rows, button for more, and message. */

import { moveFocus } from "./arrow-keys.js";
import { skeletons } from "./cards.js";
import { html, nothing, repeat } from "./html.js";
import { failureOr, moreButton } from "./parts.js";
import { repairLinks } from "./thumbnail-links.js";

/** @typedef {import("../../types.js").Doc} Doc */

/**
 * @param {{ documents: Doc[], cursor: string | null, isLoaded: boolean, error: unknown }} state
 * @param {{ title: string, look?: string, isEmpty: boolean, empty: () => import("./html.js").Markup, row: (document:
 *   Doc) => import("./html.js").Markup, load: () => void, hint?: string, notice?: import("./html.js").Markup, tools?:
 *   import("./html.js").Markup, bar?: HTMLElement | typeof nothing, }} options `look`: additional CSS classes; `empty`:
 *   the message of an empty list; `load`: fetches the next page, or the first one again; `hint`, `notice`: below the
 *   heading; `tools`: beside it; `bar`: below the list
 */
export function rowList(
  { documents, cursor, isLoaded, error },
  { title, look = "", isEmpty, empty, row, load, hint = "", notice = nothing, tools = nothing, bar = nothing },
) {
  const isHidden = isLoaded ? isEmpty : Boolean(error);
  return html`<div class="bar">
      <h1 tabindex="-1">${title}</h1>
      ${tools}
    </div>
    ${hint && !isHidden && !isEmpty ? html`<p class="fine list-hint">${hint}</p>` : nothing} ${notice}
    <ul
      class="cards ${look}"
      data-layout="list"
      aria-label=${title}
      aria-busy=${isLoaded ? nothing : "true"}
      ?hidden=${isHidden}
      @keydown=${moveFocus}
    >
      ${isLoaded ? repeat(documents, ({ id }) => id, row) : skeletons(4)}
    </ul>
    ${moreButton("library.more", { act: load, isHidden: !cursor || Boolean(error) })}
    <div class="state">${failureOr(error, load, isEmpty ? empty() : nothing)}</div>
    ${bar}`;
}

/**
 * Moves the focus after a row was removed.
 * @param {HTMLElement} element
 * @param {Doc | undefined} next the row, or the heading without one
 */
export function focusRow(element, next) {
  /** @type {HTMLElement | null} */ (element.querySelector(next ? `[data-id="${next.id}"] a` : "h1"))?.focus();
}

/**
 * Keeps the rows in step with their documents, and renews the links to their pictures, which expire.
 * @template {{ isLoaded: boolean }} State
 * @param {HTMLElement} element
 * @param {Pick<import("../../types.js").Deps, "api" | "store">} deps
 * @param {import("./screen.js").Screen<State>} shown
 * @param {(state: State, document: Doc) => Partial<State>} withChanged
 * @returns {() => void} stops it
 */
export function followRows(element, deps, shown, withChanged) {
  const unsubscribe = deps.store.subscribe((document) => {
    if (shown.state.isLoaded) shown.update(withChanged(shown.state, document));
  });
  const stopRepairs = repairLinks(element, deps);
  return () => {
    unsubscribe();
    stopRepairs();
  };
}
