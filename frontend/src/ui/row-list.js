/** A screen that is one list of documents in rows: its heading, rows, button for more, and message. */

import { moveFocus } from "./arrow-keys.js";
import { skeletons } from "./cards.js";
import { html, nothing, repeat } from "./html.js";
import { failure, moreButton } from "./parts.js";

/** @typedef {import("../../types.js").Doc} Doc */

/**
 * @param {{ documents: Doc[], cursor: string | null, isLoaded: boolean, error: unknown }} state
 * @param {{
 *   title: string,
 *   look?: string,
 *   isEmpty: boolean,
 *   empty: () => import("./html.js").Markup,
 *   row: (document: Doc) => import("./html.js").Markup,
 *   load: () => void,
 *   tools?: import("./html.js").Markup,
 *   bar?: HTMLElement | typeof nothing,
 * }} options
 *   `look`: more classes; `empty`: the message of an empty list; `load`: fetches the next page, or the first one
 *   again; `tools`: beside the heading; `bar`: below the list
 */
export function rowList({ documents, cursor, isLoaded, error }, { title, look = "", isEmpty, empty, row, load, tools = nothing, bar = nothing }) {
  const isHidden = isLoaded ? isEmpty : Boolean(error);
  return html`<div class="bar"><h1 tabindex="-1">${title}</h1>${tools}</div>
    <ul class="cards ${look}" data-layout="list" aria-label=${title} aria-busy=${isLoaded ? nothing : "true"} ?hidden=${isHidden} @keydown=${moveFocus}>
      ${isLoaded ? repeat(documents, ({ id }) => id, row) : skeletons(4)}
    </ul>
    ${moreButton("library.more", { act: load, isHidden: !cursor || Boolean(error) })}
    <div class="state">${error ? failure(error, load) : isEmpty ? empty() : nothing}</div>
    ${bar}`;
}
