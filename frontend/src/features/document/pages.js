/** The pages of a document in a scroller, beside small pictures of them. */

import { html, nothing, render } from "../../ui/html.js";
import { t } from "../../ui/strings.js";
import { Sheets } from "./sheets.js";
import { pageStrip } from "./strip.js";
import { viewingOf, within } from "./viewing.js";

/** @typedef {import("./viewing.js").Viewing} Viewing */

/**
 * @param {HTMLElement} panel
 * @param {import("./sheets.js").Source & { library?: { pdf: any } }} source
 * @param {{ viewing: Viewing, hasStrip: boolean, onViewing: (viewing: Viewing) => void,
 *   termsOf: import("./sheets.js").TermsOf, wordsOf: import("./sheets.js").WordsOf }} options
 * @returns {import("./preview.js").Pages}
 */
export function showPages(panel, source, { viewing: wanted, hasStrip, onViewing, termsOf, wordsOf }) {
  const { count } = source;
  let viewing = viewingOf({ ...wanted, count, page: within(wanted.page, count), canZoom: true });
  const size = () => `${scroller.clientWidth} ${scroller.clientHeight}`;
  let known = "";
  const onScroll = () => {
    // A scroller that has another size, or is hidden, has moved its pages. The observer moves them back.
    if (size() !== known) return;
    const page = sheets.inSight();
    if (page !== viewing.page) report({ ...viewing, page });
  };
  render(template(count, onScroll), panel);
  const scroller = /** @type {HTMLElement} */ (panel.querySelector(".pages"));
  const strip =
    source.library && count > 1
      ? pageStrip(/** @type {HTMLElement} */ (panel.querySelector(".strip")), source.library.pdf, (page) => go(page))
      : null;
  const sheets = new Sheets(scroller, source, { viewing, termsOf, wordsOf });

  const report = (/** @type {Viewing} */ changed) => {
    viewing = { ...changed, scale: sheets.scaleOf(changed.page) };
    strip?.show(viewing.page);
    onViewing(viewing);
  };
  const show = (/** @type {Viewing} */ changed) => {
    sheets.show(changed);
    report({ ...changed, page: sheets.current });
  };
  const go = (/** @type {number} */ page) => report({ ...viewing, page: sheets.go(page) });
  const toggleStrip = (/** @type {boolean} */ isShown) => {
    /** @type {HTMLElement} */ (panel.querySelector(".strip")).hidden = !isShown || !strip;
    if (isShown) strip?.show(viewing.page);
  };

  toggleStrip(hasStrip);
  show(viewing);
  go(viewing.page);
  // The scroller also changes its size with the strip, the find bar and full screen.
  known = size();
  const observer = new ResizeObserver(() => {
    if (size() === known || !scroller.clientWidth) return;
    known = size();
    show(viewing);
  });
  observer.observe(scroller);
  return {
    source,
    go,
    show,
    toggleStrip,
    mark: () => sheets.markAgain(),
    goToMark: (step) => sheets.goToMark(step),
    goToMarked: (page, isLast) => report({ ...viewing, page: sheets.goToMarked(page, isLast) }),
    close() {
      observer.disconnect();
      sheets.close();
      strip?.close();
      render(nothing, panel);
    },
  };
}

/** @param {number} count @param {() => void} onScroll */
function template(count, onScroll) {
  return html`<div class="viewer">
    <nav class="strip" aria-label=${t("document.strip")} hidden></nav>
    <div class="pages" tabindex="0" role="region" aria-label=${t("document.preview")} @scroll=${onScroll}>
      ${Array.from(
        { length: count },
        (_, index) =>
          html`<div
            class="sheet page"
            data-page=${index + 1}
            role="group"
            aria-label=${t("document.pageLabel", { page: index + 1 })}
          ></div>`,
      )}
    </div>
  </div>`;
}
