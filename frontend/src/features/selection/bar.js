/** The bar of what can be done with all selected documents. */

import { publishHeight } from "../../ui/heights.js";
import { html, nothing } from "../../ui/html.js";
import { button, iconButton } from "../../ui/parts.js";
import { countOf, isEmpty } from "../../ui/selection.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../ui/selection.js").Selection} Selection
 */

/** Documents that pages can come from (Assemble in docs/openapi.json). */
const MOST_MERGED = 50;

/**
 * @param {Selection} selection
 * @param {{ isTrash: boolean, all: () => void, hasMore: () => boolean, clear: () => void, act: (changes: BulkChanges)
 *   => void, file: () => void, download: () => void, further?: import("./actions.js").Further | undefined, ask:
 *   (question: (n: number) => Promise<BulkChanges | null>) => void, merge: (ids: string[]) => void }} actions
 */
export function selectionBar(selection, { isTrash, all, hasMore, clear, act, ask, file, further, merge, download }) {
  const n = countOf(selection);
  const words = n === null ? t("selection.counting") : t("selection.selected", { n });
  const isIdle = isEmpty(selection);
  return html`<p class="unseen" role="status">${isIdle ? nothing : words}</p>
    ${
      isIdle
        ? nothing
        : html`<div class="selection" role="group" aria-label=${t("selection.bar")}>
            ${iconButton("selection.clear", "close", { act: clear })}
            <span class="selection-count">${words}</span>
            ${selection.query === null && hasMore() ? button("selection.all", "check", { act: all, look: "button-small" }) : nothing}
            <span class="selection-actions">
              ${
                isTrash
                  ? button("selection.restore", "restore", {
                      act: () => act({ in_trash: false }),
                      look: "button-small button-main",
                    })
                  : html`${
                      further
                        ? button(further.label, further.symbol, {
                            act: () => ask(further.ask),
                            look: "button-small button-main",
                          })
                        : nothing
                    }
                    ${button("selection.file", "tag", { act: file, look: `button-small ${further ? "" : "button-main"}` })}
                    ${
                      canMerge(selection)
                        ? button("pages.merge", "merge", { act: () => merge([...selection.ids]), look: "button-small" })
                        : nothing
                    }
                    ${button("selection.download", "download", { act: download, look: "button-small" })}
                    ${button("selection.readAgain", "retry", { act: () => act({ read_again: true }), look: "button-small" })}
                    ${button("selection.trash", "trash", { act: () => act({ in_trash: true }), look: "button-small" })}`
              }
            </span>
          </div>`
    }`;
}

/**
 * The element that contains the bar. What gets the focus is not scrolled to below it (base.css).
 * @param {AbortSignal} signal
 */
export function placeOfBar(signal) {
  const bar = Object.assign(document.createElement("div"), { className: "selection-place" });
  signal.addEventListener("abort", publishHeight(bar, "--selection"));
  return bar;
}

/** Several documents that are chosen one by one. @param {Selection} selection */
function canMerge({ query, ids }) {
  return query === null && ids.size > 1 && ids.size <= MOST_MERGED;
}
