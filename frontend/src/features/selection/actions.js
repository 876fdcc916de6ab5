/** Selecting documents of a list, and what can be done with all of them. */

import { countBulk, MOST_IDS } from "../../api/bulk-work.js";
import { sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { html, live, nothing } from "../../ui/html.js";
import { button } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { countOf, everything, isEmpty, isSelected, kept, NONE, toggled } from "../../ui/selection.js";
import { t } from "../../ui/strings.js";
import { changeMany, changeMatching } from "../bulk-work/actions.js";
import { hasEditablePages, pageEditingAddress } from "../page-editing/actions.js";
import { placeOfBar, selectionBar } from "./bar.js";
import { downloadMany } from "./download.js";
import { askFiling } from "./filing-dialog.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../ui/selection.js").Selection} Selection
 * @typedef {{ label: import("../../ui/strings.js").Key, symbol: import("../../ui/icons.js").IconName, ask: (n: number)
 *   => Promise<BulkChanges | null> }} Further a change that the screen offers; `ask`: what it is, null when the person
 *   changed their mind
 * @typedef {{ box: (document: Doc, options?: { isReachable: boolean }) => import("../../ui/html.js").Markup, has: (id:
 *   string) => boolean | null, all: () => import("../../ui/html.js").Markup, bar: HTMLElement, close: () => void }}
 *   Selectable `box`: the checkbox of a document, which the Tab key reaches unless the list moves through its rows
 *   itself; `has`: whether a document is selected, null if this person cannot select; `all`: a button that selects
 *   everything; `bar`: an element that renders itself
 */

/** Any change at all: it is only counted, not made. */
const ANY = /** @type {BulkChanges} */ ({ in_trash: true });

/**
 * Lets people select documents of a list. Ctrl-A selects everything, Escape clears the selection, `x` selects the
 * document with the focus; with Shift, everything since the one chosen last. The space key does the same in a grid that
 * has the focus itself. Rows are named by `data-id`.
 * @param {Deps} deps
 * @param {{ listed: () => string[], query: () => string | null, isTrash?: () => boolean, redraw: () => void, further?:
 *   Further }} list `listed`: the ids in their order; `query`: matches the whole list, null if none does; `further`:
 *   one more change, before all others
 * @returns {Selectable}
 */
export function selectable(deps, { listed, query, isTrash = () => false, redraw, further }) {
  const abort = new AbortController();
  const bar = placeOfBar(abort.signal);
  if (!mayChange(deps))
    return { box: () => nothing, has: () => null, all: () => nothing, bar, close: () => abort.abort() };
  const shown = screen(bar, { selection: NONE }, ({ selection }) =>
    selectionBar(selection, { isTrash: isTrash(), further, ...actions }),
  );
  const select = (/** @type {Selection} */ selection) => {
    shown.update({ selection });
    redraw();
  };
  const toggle = (/** @type {string} */ id, /** @type {boolean} */ isRange) =>
    select(toggled(shown.state.selection, listed(), id, isRange));
  const clear = () => select(NONE);

  let counted = Promise.resolve();
  const selectAll = () => {
    const wanted = query();
    select(everything(listed(), wanted, null));
    if (wanted === null) return;
    counted = countBulk(deps.api, { query: wanted }, ANY).then(
      (total) => void (shown.state.selection.query === wanted && select(everything([], wanted, total))),
      (error) => {
        deps.toast(sentence(error));
        clear();
      },
    );
  };
  const act = async (/** @type {BulkChanges} */ changes) => {
    const { ids, query: wanted } = shown.state.selection;
    if (ids.size > MOST_IDS) {
      deps.toast(t("selection.tooMany", { n: MOST_IDS }));
      return;
    }
    if (wanted !== null) return changeMatching(deps, wanted, changes, listed(), clear);
    clear();
    await changeMany(deps, { ids: [...ids] }, changes, [...ids]);
  };
  const actions = {
    clear,
    all: selectAll,
    download: () => void downloadMany(deps, chosenBy(shown.state.selection)),
    hasMore: () => query() !== null || shown.state.selection.ids.size < listed().length,
    act: (/** @type {BulkChanges} */ changes) => void act(changes),
    merge: (/** @type {string[]} */ ids) => merge(deps, ids),
    ask: async (/** @type {(n: number) => Promise<BulkChanges | null>} */ question) => {
      await counted;
      const changes = isEmpty(shown.state.selection) ? null : await question(countOf(shown.state.selection) ?? 0);
      if (changes) await act(changes);
    },
    file: () => actions.ask((n) => askFiling(deps, n)),
  };

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (
      document.querySelector("dialog[open], [popover]:popover-open") ||
      target.closest("input:not([type=checkbox]), textarea, select")
    )
      return;
    const id = /** @type {HTMLElement | null} */ (target.closest("[data-id]"))?.dataset.id;
    if (event.key === "a" && (event.ctrlKey || event.metaKey) && listed().length) selectAll();
    else if (event.key === "Escape" && !isEmpty(shown.state.selection)) clear();
    else if (id && isToggle(event, target)) toggle(id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey, { signal: abort.signal });
  const unsubscribe = deps.store.subscribe(() =>
    queueMicrotask(() => {
      const left = kept(shown.state.selection, listed());
      if (left !== shown.state.selection) select(left);
    }),
  );

  return {
    bar,
    has: (id) => isSelected(shown.state.selection, id),
    all: () =>
      listed().length && isEmpty(shown.state.selection)
        ? button("selection.all", "check", { act: selectAll, look: "button-plain select-all" })
        : nothing,
    box: ({ id, title }, { isReachable } = { isReachable: true }) => {
      return checkbox(title, {
        isChosen: isSelected(shown.state.selection, id),
        isReachable,
        choose: ({ shiftKey }) => toggle(id, shiftKey),
      });
    },
    close() {
      abort.abort();
      unsubscribe();
      shown.close();
    },
  };
}

/** @param {Selection} selection @returns {import("../../api/bulk-work.js").Chosen} */
function chosenBy({ ids, query }) {
  return query === null ? { ids: [...ids] } : { query };
}

/**
 * @param {string} title
 * @param {{ isChosen: boolean, isReachable: boolean, choose: (event: MouseEvent) => void }} state
 */
function checkbox(title, { isChosen, isReachable, choose }) {
  return html`<label class="select"
    ><input
      type="checkbox"
      tabindex=${isReachable ? nothing : "-1"}
      aria-label=${t("selection.select", { title })}
      .checked=${live(isChosen)}
      @click=${choose}
  /></label>`;
}

/**
 * Opens the screen where their pages are put together.
 * @param {Deps} deps
 * @param {string[]} ids in the order in which they were chosen
 */
function merge({ store, router, toast }, ids) {
  if (ids.every((id) => hasEditablePages(/** @type {Doc} */ (store.get(id) ?? {})))) router.go(pageEditingAddress(ids));
  else toast(t("pages.mergeOnly"));
}

/** Whether a key selects a document. @param {KeyboardEvent} event @param {Element} target */
function isToggle({ key, ctrlKey, metaKey, altKey, shiftKey }, target) {
  if (ctrlKey || metaKey || altKey) return false;
  const isBox = target instanceof HTMLInputElement;
  return key.toLowerCase() === "x" || (key === " " && ((isBox && shiftKey) || target.matches("[role=grid]")));
}
