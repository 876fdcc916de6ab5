/** One document: its preview, its text, its facts, and what can be done with it. */

import { isFinal, isReading } from "../../api/document-states.js";
import { isAbort } from "../../api/problems.js";
import { screen } from "../../ui/screen.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { mayChange, remedy } from "../attention/actions.js";
import { filingPanel } from "../filing/actions.js";
import { historyPanel } from "../history/actions.js";
import { suggestionPanel } from "../suggestions/actions.js";
import { run } from "./actions.js";
import { hitNavigator } from "./hits.js";
import { preview } from "./preview.js";
import { similarPanel } from "./similar.js";
import { addressOf, initialState, withDocument } from "./state.js";
import { template } from "./template.js";
import { textPanel } from "./text.js";

/** @typedef {import("./state.js").State} State @typedef {import("../../../types.js").Doc} Doc */

/** @type {import("../../../types.js").View} */
export function documentView(element, deps, params, id) {
  const abort = new AbortController();
  const shown = screen(element, initialState(params), (state) => template(state, parts));
  const remember = (/** @type {Partial<State>} */ changes) => {
    shown.update(changes);
    deps.router.rewrite(addressOf(shown.state, location));
  };
  const panel = tabPanel(deps, (page) => remember({ page }));
  const [suggestions, filing, history, similar] = [0, 1, 2, 3].map(() => document.createElement("div"));
  let closeBlocks = () => {};

  const load = async () => {
    shown.update({ error: null });
    try {
      const found = deps.store.put(await deps.api.findDocument(id, abort.signal));
      shown.update(withDocument(shown.state, found));
      shown.draw();
      document.title = `${found.title} · Docloft`;
      /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus({ preventScroll: true });
      deps.watcher.watchAll([found]);
      panel.open(shown.state);
      closeBlocks();
      const blocks = [suggestionPanel(suggestions, deps, found), filingPanel(filing, deps, found), historyPanel(history, deps, found), similarPanel(similar, deps, found)];
      closeBlocks = () => blocks.forEach((close) => close());
      void loadChildren(found);
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  const loadChildren = async (/** @type {Doc} */ parent) => {
    if (!parent.children) return;
    try {
      const { children } = await deps.api.listChildren(id, abort.signal);
      shown.update({ children });
      deps.watcher.watchAll(deps.store.putAll(children.flatMap((child) => child.document ?? [])));
    } catch (error) {
      // The document itself can be read without them.
      if (!isAbort(error)) deps.toast(t("document.childrenFailed"));
    }
  };
  const showChanged = (/** @type {Doc} */ changed) => {
    const { document: known, tab, children } = shown.state;
    if (children.some((child) => child.document?.id === changed.id)) {
      shown.update({ children: children.map((child) => (child.document?.id === changed.id ? { ...child, document: changed } : child)) });
    }
    if (changed.id !== id || !known) return;
    if (changed.children !== known.children) void loadChildren(changed);
    document.title = `${changed.title} · Docloft`;
    keepFocus(element, () => {
      shown.update({ document: changed });
      shown.draw();
    });
    const isRead = known.state !== changed.state && tab === "text" && isFinal(changed);
    if (isRead || (isReading(known) && !isReading(changed))) panel.open(shown.state);
  };
  /** @type {import("./template.js").Parts} */
  const parts = {
    panel: panel.element,
    suggestions,
    filing,
    hits: hitNavigator(deps, id, shown.state.query, abort.signal),
    history,
    similar,
    load: () => void load(),
    back: () => deps.router.back(shown.state.query ? searchAddress(shown.state) : "/"),
    act: (name) => (event) => shown.state.document && void run(name, deps, shown.state.document, abort.signal, event),
    remedy: mayChange(deps) ? (name) => shown.state.document && void remedy(deps, shown.state.document, name) : null,
    choose: (tab) => {
      remember({ tab });
      panel.open(shown.state);
    },
  };

  shown.draw();
  const unsubscribe = deps.store.subscribe(showChanged);
  void load();
  return () => {
    abort.abort();
    panel.close();
    closeBlocks();
    unsubscribe();
    shown.close();
  };
}

/**
 * Shows the preview or the text, depending on the chosen tab.
 * @param {import("../../../types.js").Deps} deps
 * @param {(page: number) => void} onPage called with each page that is shown
 */
function tabPanel(deps, onPage) {
  const element = Object.assign(document.createElement("div"), { id: "panel", className: "panel", role: "tabpanel" });
  let close = () => {};
  return {
    element,
    /** @param {State} state */
    open({ document, tab, page, query, isExact }) {
      if (!document) return;
      close();
      element.setAttribute("aria-labelledby", `tab-${tab}`);
      const show = tab === "text" ? textPanel : preview;
      close = show(element, deps, { document, page, query, isExact, onPage });
    },
    close: () => close(),
  };
}

/**
 * A document in the trash has other buttons: when the focused one disappears, the first one gets the focus.
 * @param {HTMLElement} element
 * @param {() => void} draw
 */
function keepFocus(element, draw) {
  const hadFocus = element.querySelector(".document-actions")?.contains(document.activeElement);
  draw();
  if (!hadFocus || element.contains(document.activeElement)) return;
  /** @type {HTMLElement | null} */ (element.querySelector(".document-actions button"))?.focus();
}
