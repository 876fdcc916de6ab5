/** Moving from hit to hit of the search that opened a document: buttons, and the keys n and p. */

import { sentence } from "../../api/problems.js";
import { loadMoreHits, openHit } from "../../ui/hit-list.js";
import { html, nothing } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {string} id
 * @param {string} query that led to the document; empty for none
 * @param {AbortSignal} signal ends listening to keys
 * @returns {() => import("../../ui/html.js").Markup} the template
 */
export function hitNavigator({ api, router, toast }, id, query, signal) {
  const hits = openHit(id, query);
  if (!hits) return () => nothing;
  const { number, total, previous, next, hasMore } = hits;
  // Back leads to the results, however many hits were opened.
  const go = (/** @type {string | null} */ address) => address && router.go(address, { replace: true });
  const goNext = async () => {
    if (next) return go(next);
    try {
      await loadMoreHits(api);
    } catch (error) {
      return toast(sentence(error));
    }
    return signal.aborted ? undefined : go(openHit(id, query)?.next ?? null);
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const act = { n: () => void goNext(), p: () => go(previous) }[event.key];
    const isTyping = /** @type {Element} */ (event.target).closest("input, textarea, select, dialog");
    if (!act || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", onKey, { signal });
  return () =>
    html`<nav class="hit-navigator" aria-label=${t("search.hits")}>
      <span>${t("search.place", { number, total })}</span>
      ${iconButton("search.previousHit", "previous", { act: () => go(previous), disabled: !previous })}
      ${iconButton("search.nextHit", "next", { act: () => void goNext(), disabled: !next && !hasMore })}
    </nav>`;
}
