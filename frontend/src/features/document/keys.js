/** The keys of the document screen: arrows turn pages, plus and minus zoom, and Ctrl with F and P find and print. */

/** Elements in which these keys have another meaning. */
const OTHERS = "input, textarea, select, dialog, [popover], [role=tablist], .strip, summary, [contenteditable]";

/**
 * @param {import("./viewer.js").View} view
 * @param {{ page: () => number, find: () => (() => void) | null, print: () => (() => void) | null, pages: () =>
 *   HTMLElement | null, signal: AbortSignal }} screen `find`, `print`: null when there is nothing to find or print, and
 *   the browser does what it does on any page
 */
export function watchKeys(view, { page, find, print, pages, signal }) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
    const isCombined = event.ctrlKey || event.metaKey;
    if (!isCombined && target.closest(OTHERS)) return;
    const act = isCombined ? combined(event) : plain(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const combined = (/** @type {KeyboardEvent} */ { key, shiftKey }) => {
    if (shiftKey) return undefined;
    // A second time, the browser's own search is opened.
    if (key === "f" && !document.activeElement?.closest(".find-bar")) return find();
    return key === "p" ? print() : undefined;
  };
  const plain = (/** @type {string} */ key) => {
    const scroller = pages();
    // An enlarged page is moved by these keys.
    const isWide = scroller !== null && scroller.scrollWidth > scroller.clientWidth + 1;
    const turns = { ArrowLeft: () => view.go(page() - 1), ArrowRight: () => view.go(page() + 1) };
    const zooms = { "+": () => view.zoom(1), "-": () => view.zoom(-1) };
    return { ...(isWide ? {} : turns), ...zooms }[key];
  };
  document.addEventListener("keydown", onKey, { signal });
}
