/** Moving from hit to hit of the search that opened a document: buttons, and the keys n and p. */

import { html, nothing } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { openHit } from "../search/actions.js";

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {string} id
 * @param {string} query that led to the document; empty for none
 * @param {AbortSignal} signal ends listening to keys
 * @returns {() => import("../../ui/html.js").Markup} the template
 */
export function hitNavigator({ router }, id, query, signal) {
  const hits = openHit(id, query);
  if (!hits) return () => nothing;
  const { number, total, previous, next } = hits;
  // Back leads to the results, however many hits were looked at.
  const go = (/** @type {string | null} */ address) => address && router.go(address, { replace: true });
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const address = { n: next, p: previous }[event.key];
    const isTyping = /** @type {Element} */ (event.target).closest("input, textarea, select, dialog");
    if (!address || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(address);
  };
  document.addEventListener("keydown", onKey, { signal });
  return () => html`<nav class="hit-navigator" aria-label=${t("search.hits")}>
    <span>${t("search.place", { number, total })}</span>
    ${iconButton("search.previousHit", "previous", { act: () => go(previous), disabled: !previous })}
    ${iconButton("search.nextHit", "next", { act: () => go(next), disabled: !next })}
  </nav>`;
}
