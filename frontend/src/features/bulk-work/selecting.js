/** Selecting documents of a list, and the bar of what can be done with all of them. */

import { countBulk } from "../../api/bulk-work.js";
import { sentence } from "../../api/problems.js";
import { html, live, nothing } from "../../ui/html.js";
import { button, iconButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { countOf, everything, isEmpty, isSelected, kept, NONE, toggled } from "../../ui/selection.js";
import { t } from "../../ui/strings.js";
import { mayChange } from "../attention/actions.js";
import { changeMany } from "./actions.js";
import { askFiling } from "./filing-dialog.js";
import { inWords } from "./words.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../ui/selection.js").Selection} Selection
 * @typedef {{ box: (document: Doc) => import("../../ui/html.js").Markup, all: () => import("../../ui/html.js").Markup,
 *   bar: HTMLElement, close: () => void }} Selectable
 *   `box`: the checkbox of a document; `all`: a button that selects everything; `bar`: an element that renders itself
 */

/** The most ids of one request (StartBulk in docs/openapi.json). */
const MOST_IDS = 1000;
/** Changes nothing in a count. */
const ANY = /** @type {BulkChanges} */ ({ in_trash: true });

/**
 * Lets people select documents of a list. Ctrl-A selects everything, Escape nothing, `x` the document with the focus; with
 * Shift, everything since the one chosen last. Rows are named by `data-id`.
 * @param {Deps} deps
 * @param {{ listed: () => string[], query: () => string | null, isTrash?: () => boolean, redraw: () => void }} list
 *   `listed`: the ids in their order; `query`: matches the whole list, null if none does
 * @returns {Selectable}
 */
export function selectable(deps, { listed, query, isTrash = () => false, redraw }) {
  const bar = Object.assign(document.createElement("div"), { className: "selection-place" });
  if (!mayChange(deps)) return { box: () => nothing, all: () => nothing, bar, close: () => {} };
  const abort = new AbortController();
  const { signal } = abort;
  const shown = screen(bar, { selection: NONE }, ({ selection }) => template(selection, { isTrash: isTrash(), ...actions }));
  const select = (/** @type {Selection} */ selection) => {
    shown.update({ selection });
    redraw();
  };
  const toggle = (/** @type {string} */ id, /** @type {boolean} */ isRange) => select(toggled(shown.state.selection, listed(), id, isRange));
  const clear = () => select(NONE);

  const selectAll = async () => {
    const wanted = query();
    select(everything(listed(), wanted, null));
    if (wanted === null) return;
    try {
      const total = await countBulk(deps.api, { query: wanted }, ANY);
      if (shown.state.selection.query === wanted) select(everything([], wanted, total));
    } catch (error) {
      deps.toast(sentence(error));
      clear();
    }
  };
  const act = async (/** @type {BulkChanges} */ changes) => {
    const { ids, query: wanted } = shown.state.selection;
    if (ids.size > MOST_IDS) {
      deps.toast(t("bulk.tooMany", { n: MOST_IDS }));
      return;
    }
    const chosen = wanted === null ? { ids: [...ids] } : { query: wanted };
    // What the person sees can be checked; what a query matches is counted again.
    if (wanted !== null && !(await isSure(deps, wanted, changes))) return;
    const affected = wanted === null ? [...ids] : listed();
    clear();
    await changeMany(deps, chosen, changes, affected);
  };
  const actions = {
    all: () => void selectAll(),
    hasMore: () => query() !== null || shown.state.selection.ids.size < listed().length,
    clear,
    act: (/** @type {BulkChanges} */ changes) => void act(changes),
    file: async () => {
      const changes = await askFiling(deps, countOf(shown.state.selection) ?? 0);
      if (changes) await act(changes);
    },
  };

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (document.querySelector("dialog[open], [popover]:popover-open") || target.closest("input:not([type=checkbox]), textarea, select")) return;
    const id = /** @type {HTMLElement | null} */ (target.closest("[data-id]"))?.dataset.id;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const isBox = target instanceof HTMLInputElement;
    if (event.key === "a" && (event.ctrlKey || event.metaKey) && listed().length) void selectAll();
    else if (event.key === "Escape" && !isEmpty(shown.state.selection)) clear();
    else if (isPlain && id && (event.key.toLowerCase() === "x" || (isBox && event.key === " " && event.shiftKey))) toggle(id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey, { signal });
  const unsubscribe = deps.store.subscribe(() =>
    queueMicrotask(() => {
      const left = kept(shown.state.selection, listed());
      if (left !== shown.state.selection) select(left);
    }),
  );

  return {
    bar,
    all: () => (listed().length && isEmpty(shown.state.selection) ? button("bulk.all", "check", { act: () => void selectAll(), look: "button-plain select-all" }) : nothing),
    box: ({ id, title }) => {
      const isChosen = isSelected(shown.state.selection, id);
      const choose = (/** @type {MouseEvent} */ event) => toggle(id, event.shiftKey);
      return html`<label class="select"><input type="checkbox" aria-label=${t("bulk.select", { title })} .checked=${live(isChosen)} @click=${choose} /></label>`;
    },
    close() {
      abort.abort();
      unsubscribe();
      shown.close();
    },
  };
}

/** @param {Deps} deps @param {string} query @param {BulkChanges} changes */
async function isSure(deps, query, changes) {
  try {
    const n = await countBulk(deps.api, { query }, changes);
    return await deps.confirm({
      title: t("bulk.question", { n }),
      text: t("bulk.questionText", { what: inWords(changes) }),
      yes: t("bulk.yes", { n }),
    });
  } catch (error) {
    deps.toast(sentence(error));
    return false;
  }
}

/**
 * @param {Selection} selection
 * @param {{ isTrash: boolean, all: () => void, hasMore: () => boolean, clear: () => void, act: (changes: BulkChanges) => void, file: () => void }} actions
 */
function template(selection, { isTrash, all, hasMore, clear, act, file }) {
  const n = countOf(selection);
  const words = n === null ? t("bulk.counting") : t("bulk.selected", { n });
  const isIdle = isEmpty(selection);
  return html`<p class="unseen" role="status">${isIdle ? nothing : words}</p>
    ${
      isIdle
        ? nothing
        : html`<div class="selection" role="group" aria-label=${t("bulk.bar")}>
            ${iconButton("bulk.clear", "close", { act: clear })}
            <span class="selection-count">${words}</span>
            ${selection.query === null && hasMore() ? button("bulk.all", "check", { act: all, look: "button-small" }) : nothing}
            <span class="selection-actions">
              ${
                isTrash
                  ? button("bulk.restore", "restore", { act: () => act({ in_trash: false }), look: "button-small button-main" })
                  : html`${button("bulk.file", "tag", { act: file, look: "button-small button-main" })}
                    ${button("bulk.readAgain", "retry", { act: () => act({ read_again: true }), look: "button-small" })}
                    ${button("bulk.trash", "trash", { act: () => act({ in_trash: true }), look: "button-small" })}`
              }
            </span>
          </div>`
    }`;
}
