/** Loads a document and the files inside it, and keeps both up to date on the screen. */

import { isOffline } from "../../api/connection.js";
import { isFinal, isReading } from "../../api/document-states.js";
import { isAbort } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { withDocument } from "./state.js";

/** @typedef {import("../../../types.js").Doc} Doc */

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {string} id
 * @param {{ element: HTMLElement, shown: import("../../ui/screen.js").Screen<import("./state.js").State>, openPanel: ()
 *   => void, openBlocks: (found: Doc) => void, signal: AbortSignal }} screen `openPanel` shows its pages or text;
 *   `openBlocks` what is beside them
 * @returns {{ load: () => Promise<void>, showChanged: (changed: Doc) => void }}
 */
export function loader(deps, id, { element, shown, openPanel, openBlocks, signal }) {
  const load = async () => {
    shown.update({ error: null });
    try {
      const found = deps.store.put(await deps.api.findDocument(id, signal));
      // There are no originals on this device.
      if (isOffline() && found.has_text) shown.update({ tab: "text" });
      shown.update(withDocument(shown.state, found));
      shown.draw();
      document.title = `${found.title} · Docloft`;
      focusHeading(element);
      deps.watcher.watchAll([found]);
      openPanel();
      openBlocks(found);
      void loadChildren(found);
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  const loadChildren = async (/** @type {Doc} */ parent) => {
    if (!parent.children) return;
    try {
      const { children } = await deps.api.listChildren(id, signal);
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
      shown.update({
        children: children.map((child) =>
          child.document?.id === changed.id ? { ...child, document: changed } : child,
        ),
      });
    }
    if (changed.id !== id || !known) return;
    if (changed.children !== known.children) void loadChildren(changed);
    document.title = `${changed.title} · Docloft`;
    const isOtherFile = changed.file_number !== known.file_number;
    keepFocus(element, () => {
      shown.update(isOtherFile ? withDocument(shown.state, changed) : { document: changed });
      shown.draw();
    });
    const isRead = known.state !== changed.state && tab === "text" && isFinal(changed);
    if (isRead || isOtherFile || (isReading(known) && !isReading(changed))) openPanel();
  };
  return { load, showChanged };
}

/** @param {HTMLElement} element */
function focusHeading(element) {
  /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus({ preventScroll: true });
}

/**
 * A document in the trash has other buttons: when the focused one disappears, the first one gets the focus.
 * @param {HTMLElement} element
 * @param {() => void} draw
 */
function keepFocus(element, draw) {
  const hadFocus =
    element.querySelector(".document-actions, .document-restore")?.contains(document.activeElement) ||
    document.activeElement?.closest(".document-restore");
  draw();
  if (!hadFocus || element.contains(document.activeElement)) return;
  /** @type {HTMLElement | null} */ (
    element.querySelector(".document-restore button, .document-actions button")
  )?.focus();
}
