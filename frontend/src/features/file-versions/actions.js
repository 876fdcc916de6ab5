/** The section of the document screen that lists the versions of its file. */

import { fileLink, listFiles, restoreFile } from "../../api/document-files.js";
import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { saveFile } from "../../ui/save-file.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { currentOf, initialState } from "./state.js";
import { template } from "./template.js";

/** @typedef {import("../../../types.js").Deps} Deps @typedef {import("../../../types.js").Doc} Doc */

/**
 * Shows the block in an element. It loads when it is opened, and again when the document's file changes.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function versionsPanel(element, deps, document) {
  const abort = new AbortController();
  let current = document;
  const draw = (/** @type {import("./state.js").State} */ state) =>
    template(state, actions, mayChange(deps), !current.trashed_at);
  const shown = screen(element, initialState(document.file_count), draw);
  const load = async () => {
    try {
      const { files } = await listFiles(deps.api, document.id, abort.signal);
      shown.update({ files, isLoaded: true, error: null });
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /** @param {number} number @param {number | null} before the one to go back to */
  const restore = async (number, before) => {
    shown.update({ isBusy: true });
    try {
      deps.store.put(await restoreFile(deps.api, document.id, number));
      deps.watcher.watch(document.id);
      const back = before === null ? undefined : { label: t("versions.undo"), act: () => void restore(before, null) };
      deps.toast(t("versions.restored", { number }), back);
    } catch (error) {
      deps.toast(sentence(error));
    }
    shown.update({ isBusy: false });
  };
  /** @type {import("./template.js").Actions} */
  const actions = {
    open: (isOpen) => {
      if (isOpen && !shown.state.isLoaded) void load();
      shown.update({ isOpen });
    },
    retry: () => void load(),
    upload: (file) => deps.uploads.add([file], { replaces: document.id }),
    download: ({ number }) => {
      fileLink(deps.api, document.id, number).then(
        ({ url, file_name }) => saveFile(url, file_name),
        (error) => deps.toast(sentence(error)),
      );
    },
    restore: ({ number }) => {
      void restore(number, currentOf(shown.state)).then(() => {
        shown.draw();
        /** @type {HTMLElement | null} */ (element.querySelector(`[data-version="${number}"] button`))?.focus();
      });
    },
  };
  const unsubscribe = deps.store.subscribe((changed) => {
    if (changed.id !== document.id) return;
    const isOther = changed.file_number !== current.file_number || changed.file_count !== current.file_count;
    const isMoved = Boolean(changed.trashed_at) !== Boolean(current.trashed_at);
    current = changed;
    if (!isOther && !isMoved) return;
    shown.update({ count: changed.file_count, isLoaded: shown.state.isOpen && shown.state.isLoaded });
    if (shown.state.isOpen && isOther) void load();
  });
  return () => {
    abort.abort();
    unsubscribe();
    shown.close();
  };
}
