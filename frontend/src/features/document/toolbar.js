/** The toolbar of a document: where a person is, how the pages are shown, and what can be done. */

import { isArchived } from "../../api/document-states.js";
import { badge } from "../../ui/cards.js";
import { viewerOf } from "../../ui/formats.js";
import { html, live, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { hasEditablePages } from "../page-editing/actions.js";
import { hasScannedPages, tabsOf } from "./state.js";
import { canZoomBy } from "./viewing.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {import("./template.js").Parts} Parts
 * @typedef {{ label: import("../../ui/strings.js").Key, symbol: import("../../ui/icons.js").IconName, act: (event:
 *   Event) => void, rank: 1 | 2 | 3 | 4 | 5, isPressed?: boolean, isDisabled?: boolean }} Command `rank`: how wide the
 *   toolbar must be to show it; commands that do not fit are in the menu, those of rank 5 always
 */

/** @param {Doc} document @param {State} state @param {Parts} parts */
export function toolbar(document, state, parts) {
  const viewing = state.isReady ? viewCommands(document, state, parts) : [];
  const actions = documentCommands(document, parts);
  return html`<header class="document-bar">
    ${iconButton("document.back", "back", { act: parts.back })}
    <div class="document-name">
      <h1 tabindex="-1" title=${document.title}>${document.title}</h1>
      <span class="document-badge">${badge(document)}</span>
    </div>
    ${parts.hits()} ${tabs(document, state, parts)} ${state.isReady ? pageField(state, parts) : nothing}
    <div class="document-tools" role="group" aria-label=${t("document.view")} ?hidden=${!viewing.length}>
      ${viewing.map((command) => tool(command))}
    </div>
    <div class="document-actions">${actions.map((command) => tool(command))}${menu([...actions, ...viewing])}</div>
  </header>`;
}

/** @param {Command} command */
function tool({ label, symbol, act, rank, isPressed, isDisabled = false }) {
  if (rank === 5) return nothing;
  const pressed = isPressed === undefined ? nothing : String(isPressed);
  return html`<button
    type="button"
    class="button button-plain tool"
    data-rank=${rank}
    title=${t(label)}
    aria-pressed=${pressed}
    ?disabled=${isDisabled}
    @click=${act}
  >
    ${icon(symbol)}<span class="unseen">${t(label)}</span>
  </button>`;
}

/**
 * A menu of the commands that do not fit in the toolbar.
 * @param {Command[]} commands those that are added while the document is being opened come last, so that none moves
 *   under the finger
 */
function menu(commands) {
  const own = commands.filter(({ rank }) => rank > 1);
  if (!own.length) return nothing;
  const widest = Math.max(...own.map(({ rank }) => rank));
  return html`<button
      type="button"
      class="button button-plain tool-more"
      data-widest=${widest}
      popovertarget="document-menu"
      title=${t("document.more")}
    >
      ${icon("more")}<span class="unseen">${t("document.more")}</span>
    </button>
    <div id="document-menu" class="menu" popover>
      ${own.map(
        ({ label, symbol, act, rank, isPressed, isDisabled = false }) =>
          html`<button
            type="button"
            data-rank=${rank}
            aria-pressed=${isPressed === undefined ? nothing : String(isPressed)}
            ?disabled=${isDisabled}
            popovertarget="document-menu"
            popovertargetaction="hide"
            @click=${act}
          >
            ${icon(symbol)}${t(label)}
          </button>`,
      )}
    </div>`;
}

/** @param {Doc} document @param {State} state @param {Parts} parts @returns {Command[]} */
function viewCommands(document, { viewing, tab, hasStrip, finding }, { view, find, act, toggleStrip, fullScreen }) {
  const isFitted = viewing.size === "page";
  const isPdf = viewerOf(document.media_type) === "pdf" && tab === "preview";
  const zooms = /** @type {Command[]} */ ([
    ...(isPdf && viewing.count > 1
      ? [{ label: "document.strip", symbol: "strip", act: toggleStrip, rank: 4, isPressed: hasStrip }]
      : []),
    {
      label: "document.zoomOut",
      symbol: "minus",
      act: () => view.zoom(-1),
      rank: 2,
      isDisabled: !canZoomBy(viewing, -1),
    },
    { label: "document.zoomIn", symbol: "plus", act: () => view.zoom(1), rank: 2, isDisabled: !canZoomBy(viewing, 1) },
    isFitted
      ? { label: "document.fitWidth", symbol: "width", act: () => view.fit("width"), rank: 2 }
      : { label: "document.fitPage", symbol: "page", act: () => view.fit("page"), rank: 2 },
    { label: "document.turn", symbol: "turn", act: view.turn, rank: 4 },
  ]);
  return [
    ...(viewing.canZoom ? zooms : []),
    { label: "document.fullScreen", symbol: "screen", act: fullScreen, rank: 4 },
    ...(document.has_text
      ? [
          /** @type {Command} */ ({
            label: "document.find",
            symbol: "search",
            act: find.open,
            rank: 2,
            isPressed: finding !== null,
          }),
        ]
      : []),
    { label: "document.print", symbol: "print", act: act("print"), rank: 3 },
  ];
}

/** @param {Doc} document @param {Parts} parts @returns {Command[]} */
function documentCommands(document, { act, remedy, editPages }) {
  const { trashed_at } = document;
  const isKept = isArchived(document);
  // A person who may only look has no other action than to download.
  return [
    ...commandsIf(isKept, { label: "document.download", symbol: "download", act: act("download"), rank: 2 }),
    ...commandsIf(remedy && trashed_at === null && hasEditablePages(document), {
      label: "document.editPages",
      symbol: "pages",
      act: editPages,
      rank: 3,
    }),
    ...commandsIf(remedy, { label: "document.rename", symbol: "pencil", act: act("rename"), rank: 3 }),
    ...commandsIf(remedy && isKept && trashed_at === null, {
      label: "document.trash",
      symbol: "trash",
      act: act("trash"),
      rank: 3,
    }),
    ...commandsIf(hasScannedPages(document), {
      label: "document.searchable",
      symbol: "download",
      act: act("searchable"),
      rank: 5,
    }),
  ];
}

/** @param {unknown} condition @param {Command} command */
function commandsIf(condition, command) {
  return condition ? [command] : [];
}

/** @param {State} state @param {Parts} parts */
function pageField({ viewing: { page, count } }, { view }) {
  if (count < 2) return nothing;
  const onChange = (/** @type {Event} */ event) =>
    view.go(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value) || 1);
  return html`<div class="page-field">
    ${iconButton("document.previous", "previous", { act: () => view.go(page - 1), disabled: page <= 1 })}
    <label class="page-number"
      ><span class="unseen">${t("document.page")}</span
      ><input type="number" min="1" max=${count} .value=${live(String(page))} inputmode="numeric" @change=${onChange} />
      ${t("document.of", { pages: count })}</label
    >
    ${iconButton("document.next", "next", { act: () => view.go(page + 1), disabled: page >= count })}
  </div>`;
}

/** @param {Doc} document @param {State} state @param {Parts} parts */
function tabs(document, { tab: chosen }, { choose }) {
  const names = tabsOf(document);
  return html`<div class="segments document-tabs" role="tablist" aria-label=${t("document.view")} @keydown=${moveTab}>
    ${names.map(
      (name) =>
        html`<button
          type="button"
          role="tab"
          id="tab-${name}"
          aria-controls="panel"
          aria-selected=${name === chosen}
          tabindex=${name === chosen ? 0 : -1}
          @click=${() => choose(name)}
        >
          ${t(`document.${name}`)}
        </button>`,
    )}
  </div>`;
}

/** @param {KeyboardEvent} event */
function moveTab(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tab = /** @type {HTMLElement} */ (event.target);
  const other = /** @type {HTMLElement | null} */ (tab.nextElementSibling ?? tab.previousElementSibling);
  other?.focus();
  other?.click();
}
