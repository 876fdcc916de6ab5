/** The section of the document screen with the document's history, and buttons to undo each change. */

import { changeBack, listHistory } from "../../api/document-history.js";
import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { INITIAL, withPage } from "./state.js";
import { template } from "./template.js";

/** @typedef {import("../../../types.js").Deps} Deps @typedef {import("../../../types.js").Doc} Doc */

/**
 * Shows the block in an element. It loads when it is opened, and again when the document changes.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function historyPanel(element, deps, document) {
  const abort = new AbortController();
  const shown = screen(element, INITIAL, (state) => template(state, actions));
  let current = document;
  const load = async (/** @type {string} */ cursor) => {
    try {
      const page = await listHistory(deps.api, document.id, cursor, abort.signal);
      shown.update(withPage(cursor ? shown.state : INITIAL, page));
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  const change = (/** @type {"revert" | "restore"} */ verb) => async (/** @type {string} */ entry) => {
    try {
      const { document: changed, left } = await changeBack(deps.api, current, entry, verb);
      deps.store.put(changed);
      const fields = left.map(({ field, code }) => t(`historyLeft.${code}`, { field: t(`historyField.${field}`) }));
      deps.toast([t(verb === "revert" ? "history.undone" : "history.restored"), ...fields].join(" "));
    } catch (error) {
      deps.toast(sentence(error));
    }
  };
  /** @type {import("./template.js").Actions} */
  const actions = {
    open: (isOpen) => {
      if (isOpen && !shown.state.isLoaded) void load("");
      shown.update({ isOpen });
    },
    more: () => void load(shown.state.cursor ?? ""),
    retry: () => void load(""),
    ...(mayChange(deps) ? { revert: change("revert"), restore: change("restore") } : {}),
  };
  const unsubscribe = deps.store.subscribe((changed) => {
    if (changed.id !== document.id || changed.version === current.version) return;
    current = changed;
    if (shown.state.isOpen) void load("");
    else shown.update({ isLoaded: false });
  });
  return () => {
    abort.abort();
    unsubscribe();
    shown.close();
  };
}
