/** What can be done with a document. */

import { failureOf } from "../../api/jobs.js";
import { isAbort, sentence } from "../../api/problems.js";
import { reasonOf } from "../../ui/reasons.js";
import { saveFile } from "../../ui/save-file.js";
import { t } from "../../ui/strings.js";
import { deletePermanently, moveToTrash, restore } from "../trash/actions.js";
import { editDocument } from "./edit-dialog.js";
import { preview } from "./preview.js";
import { offerPage, printDocument } from "./printing.js";
import { viewingOf } from "./viewing.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ document: Doc, source: import("./preview.js").Pages["source"], rendition?: string, signal: AbortSignal }}
 *   Opened `source`: of the pages that are shown; `signal`: the person left the screen
 * @typedef {(deps: Deps, opened: Opened) => Promise<unknown>} Action
 */

/** @type {Record<"rename" | "download" | "print" | "searchable" | "trash" | "restore" | "purge", Action>} */
export const ACTIONS = {
  // Not awaited: a refused change may wait in a message, and the title can be changed by then.
  rename: async (deps, { document }) => void editDocument(deps, document),
  download: async (deps, { document }) => {
    const { url, file_name } = await deps.api.original(document.id, "attachment");
    saveFile(url, file_name);
  },
  print: (deps, { document, source, rendition, signal }) =>
    rendition ? offerPage(deps, document, signal) : printDocument(deps, document, source, signal),
  searchable: async (deps, { document }) => {
    const { job } = await deps.api.makeSearchablePdf(document.id);
    deps.toast(t("document.making"));
    const failed = await failureOf(deps.api, job.id);
    if (failed) return deps.toast(t("document.notMade", { reason: reasonOf(failed) }));
    const { url, file_name } = await deps.api.searchablePdf(document.id);
    return saveFile(url, file_name);
  },
  trash: async (deps, { document, signal }) => {
    await moveToTrash(deps, document);
    // Do not navigate if the person has left the screen in the meantime.
    if (!signal.aborted) deps.router.back("/");
  },
  restore: (deps, { document }) => restore(deps, document),
  purge: async (deps, { document, signal }) => {
    if ((await deletePermanently(deps, document)) && !signal.aborted) deps.router.go("/trash");
  },
};

/**
 * Runs the action of a button, unless it is already running; an error is shown as a message.
 * @param {keyof typeof ACTIONS} name
 * @param {Deps} deps
 * @param {Opened} opened
 * @param {{ currentTarget: EventTarget | null }} event null for a key
 */
export async function run(name, deps, opened, event) {
  const button = /** @type {HTMLElement | null} */ (event.currentTarget);
  if (button?.ariaDisabled) return;
  // Not `disabled`: a disabled button loses the focus, and a dialog could not return it when it is closed.
  if (button) button.ariaDisabled = "true";
  try {
    await ACTIONS[name](deps, opened);
  } catch (error) {
    if (!isAbort(error)) deps.toast(sentence(error));
  } finally {
    if (button) button.ariaDisabled = null;
  }
}

/**
 * The pages of a document without a toolbar, from the first one, each seen whole.
 * @param {HTMLElement} panel
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} closes it
 */
export function showDocument(panel, deps, document) {
  const marked = () => ({ query: "", isExact: false });
  return preview(panel, deps, {
    document,
    viewing: viewingOf(),
    hasStrip: false,
    marked,
    onViewing: () => {},
    onReady: () => {},
  });
}
