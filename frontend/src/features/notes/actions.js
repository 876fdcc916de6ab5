/** The section of the document screen with people's notes. */

import { changeBack, listHistory } from "../../api/document-history.js";
import { listNotes, removeNote, writeNote } from "../../api/document-notes.js";
import { newId } from "../../api/ids.js";
import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { initialState, withNote, withoutNote } from "./state.js";
import { template } from "./template.js";

/** @typedef {import("../../../types.js").Deps} Deps @typedef {import("../../../types.js").Doc} Doc */

/**
 * Undoes the deletion of a note from the history, which keeps who wrote it.
 * @param {Deps} deps
 * @param {Doc} changed the document after the deletion
 * @returns {Promise<Doc>} the document as it is then
 */
async function undo(deps, changed) {
  const latest = deps.store.get(changed.id) ?? changed;
  try {
    const { entries } = await listHistory(deps.api, changed.id, "", new AbortController().signal);
    const entry = entries.find((one) => one.version === changed.version);
    return entry ? (await changeBack(deps.api, latest, entry.id, "revert")).document : latest;
  } catch (error) {
    deps.toast(sentence(error));
    return latest;
  }
}

/**
 * Shows the block in an element.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function notesPanel(element, deps, document) {
  const abort = new AbortController();
  const shown = screen(element, initialState(document.note_count), (state) =>
    template(state, actions, mayChange(deps)),
  );
  let version = document.version;
  /** The id of the note that is being written, so that a second attempt does not create a second note. */
  let drafted = newId();

  const load = async () => {
    try {
      const { notes } = await listNotes(deps.api, document.id, abort.signal);
      shown.update({ notes, isLoaded: true, error: null });
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  const put = (/** @type {Doc} */ changed) => {
    version = changed.version;
    shown.update({ count: changed.note_count });
    deps.store.put(changed);
  };
  const focus = (/** @type {string} */ selector) => focusIn(element, shown.draw, selector);
  const failed = (/** @type {unknown} */ error) => deps.toast(sentence(error));
  /** @type {import("./template.js").Actions} */
  const actions = {
    retry: () => void load(),
    draft: (draft) => shown.update({ draft }),
    add: async () => {
      const text = shown.state.draft.trim();
      if (!text || shown.state.isBusy) return;
      shown.update({ isBusy: true });
      try {
        const { note, document: changed } = await writeNote(deps.api, document.id, drafted, text);
        drafted = newId();
        shown.update({ ...withNote(shown.state, note), draft: "" });
        put(changed);
        focus("#note-new");
      } catch (error) {
        failed(error);
      }
      shown.update({ isBusy: false });
    },
    edit: (editing) => {
      const left = shown.state.editing;
      shown.update({ editing });
      focus(editing ? "#note-edited" : `[data-note="${left}"] button`);
    },
    save: (note, text) => {
      const saved = (/** @type {import("../../../types.js").WrittenNote} */ written) => {
        shown.update(withNote(shown.state, written.note));
        put(written.document);
        focus(`[data-note="${note.id}"] button`);
      };
      if (text) void writeNote(deps.api, document.id, note.id, text, note.version).then(saved, failed);
    },
    remove: (note) => {
      const removed = (/** @type {Doc} */ changed) => {
        shown.update(withoutNote(shown.state, note.id));
        put(changed);
        focus("#note-new");
        deps.toast(t("notes.deleted"), {
          label: t("notes.undo"),
          act: () => void undo(deps, changed).then((back) => deps.store.put(back)),
        });
      };
      void removeNote(deps.api, document.id, note).then(removed, failed);
    },
  };
  const unsubscribe = deps.store.subscribe((changed) => {
    if (changed.id !== document.id || changed.version === version) return;
    version = changed.version;
    shown.update({ count: changed.note_count });
    if (changed.note_count || shown.state.notes.length) void load();
  });
  if (document.note_count) void load();
  return () => {
    abort.abort();
    unsubscribe();
    shown.close();
  };
}

/**
 * @param {HTMLElement} element
 * @param {() => void} draw
 * @param {string} selector of what gets the focus once it is drawn
 */
function focusIn(element, draw, selector) {
  draw();
  /** @type {HTMLElement | null} */ (element.querySelector(selector))?.focus();
}
