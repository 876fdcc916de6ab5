/** One document: its pages, its text, its facts, and what can be done with it. */

import { mayChange } from "../../api/roles.js";
import { screen } from "../../ui/screen.js";
import { searchAddress } from "../../ui/search-address.js";
import { remedy } from "../attention/actions.js";
import { versionsPanel } from "../file-versions/actions.js";
import { filingPanel } from "../filing/actions.js";
import { historyPanel } from "../history/actions.js";
import { notesPanel } from "../notes/actions.js";
import { pageEditingAddress } from "../page-editing/actions.js";
import { suggestionPanel } from "../suggestions/actions.js";
import { run } from "./actions.js";
import { finder } from "./find.js";
import { hitNavigator } from "./hits.js";
import { watchKeys } from "./keys.js";
import { loader } from "./loading.js";
import { similarPanel } from "./similar.js";
import { addressOf, initialState } from "./state.js";
import { template } from "./template.js";
import { viewer } from "./viewer.js";

/** @typedef {import("./state.js").State} State @typedef {import("../../../types.js").Doc} Doc */

/** Wide enough for small pictures of the pages beside the document and its facts. */
const WIDE = "(min-width: 75rem)";

/** @type {import("../../../types.js").View} */
export function documentView(element, deps, params, id) {
  const abort = new AbortController();
  const shown = screen(element, { ...initialState(params), hasStrip: window.matchMedia(WIDE).matches }, (state) =>
    template(state, parts),
  );
  const remember = (/** @type {Partial<State>} */ changes) => {
    shown.update(changes);
    deps.router.rewrite(addressOf(shown.state, location));
  };
  const panel = viewer(deps, () => shown.state, remember);
  const [suggestions, filing, notes, versions, history, similar] = [0, 1, 2, 3, 4, 5].map(() =>
    document.createElement("div"),
  );
  let closeBlocks = () => {};

  const { load, showChanged } = loader(deps, id, {
    element,
    shown,
    openPanel: panel.open,
    openBlocks: (found) => {
      closeBlocks();
      closeBlocks = openBlocks({ suggestions, filing, notes, versions, history, similar }, deps, found);
    },
    signal: abort.signal,
  });
  const choose = (/** @type {import("./state.js").Tab} */ tab) => {
    if (tab === shown.state.tab) return;
    remember({ tab });
    panel.open();
  };
  const act =
    (/** @type {keyof typeof import("./actions.js").ACTIONS} */ name) =>
    (/** @type {{ currentTarget: EventTarget | null }} */ event) =>
      shown.state.document &&
      void run(
        name,
        deps,
        {
          document: shown.state.document,
          source: panel.pages()?.source,
          rendition: panel.pages()?.rendition,
          signal: abort.signal,
        },
        event,
      );
  const find = finder(deps, id, {
    state: () => shown.state,
    update: shown.update,
    pages: panel.pages,
    choose,
    input: () => element.querySelector(".find-bar input"),
    focusOutside: () => /** @type {HTMLElement | null} */ (element.querySelector(".pages, .words"))?.focus(),
  });
  /** @type {import("./template.js").Parts} */
  const parts = {
    panel: panel.element,
    suggestions,
    filing,
    notes,
    versions,
    hits: hitNavigator(deps, id, shown.state.query, abort.signal),
    history,
    similar,
    view: panel.view,
    find,
    load: () => void load(),
    back: () => deps.router.back(shown.state.query ? searchAddress(shown.state) : "/"),
    act,
    remedy: mayChange(deps) ? (name) => shown.state.document && void remedy(deps, shown.state.document, name) : null,
    choose,
    toggleStrip: () => {
      shown.update({ hasStrip: !shown.state.hasStrip });
      panel.pages()?.toggleStrip(shown.state.hasStrip);
    },
    fullScreen: () => void toggleFullScreen(element),
    editPages: () => deps.router.go(pageEditingAddress([id])),
  };

  shown.draw();
  watchKeys(panel.view, {
    page: () => shown.state.viewing.page,
    find: () => (shown.state.document?.has_text ? find.open : null),
    // The toolbar offers it under the same condition.
    print: () => (shown.state.document && shown.state.isReady ? () => act("print")({ currentTarget: null }) : null),
    pages: () => element.querySelector(".pages"),
    signal: abort.signal,
  });
  const unsubscribe = deps.store.subscribe(showChanged);
  void load();
  return () => {
    abort.abort();
    find.stop();
    panel.close();
    closeBlocks();
    unsubscribe();
    shown.close();
  };
}

/** @param {HTMLElement} element */
async function toggleFullScreen(element) {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element.querySelector(".document")?.requestFullscreen?.();
}

/**
 * Shows the blocks beside and below the document.
 * @param {Record<"suggestions" | "filing" | "notes" | "versions" | "history" | "similar", HTMLElement>} elements
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} found
 * @returns {() => void} closes them
 */
function openBlocks({ suggestions, filing, notes, versions, history, similar }, deps, found) {
  const blocks = [
    suggestionPanel(suggestions, deps, found),
    filingPanel(filing, deps, found),
    notesPanel(notes, deps, found),
    versionsPanel(versions, deps, found),
    historyPanel(history, deps, found),
    similarPanel(similar, deps, found),
  ];
  return () => blocks.forEach((close) => close());
}
