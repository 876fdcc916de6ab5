/** Files that are added with their folders: a person decides whether the names of the folders become tags. */

import { prefer, preference } from "../../api/preferences.js";
import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";
import { idOfName } from "../filing/actions.js";
import { folderOf } from "./files.js";
import { foldersIn } from "./state.js";

/** @typedef {import("../../../types.js").Deps} Deps */

const SHOWN = 3;
/** More tags than this are of no use, and each is a request. */
const MOST = 100;

/**
 * Uploads files. If any of them is in a folder, the person is asked first.
 * @param {Deps} deps
 * @param {File[]} files
 */
export async function addFiles(deps, files) {
  const folders = foldersIn(files.map(folderOf));
  if (folders.length === 0) return deps.uploads.add(files);
  const tags = await ask(deps, files.length, folders);
  if (!tags) return;
  deps.uploads.add(files, { tagsOf: (file) => foldersIn([folderOf(file)]).flatMap((name) => tags.get(name) ?? []) });
}

/**
 * @param {Deps} deps
 * @param {number} count
 * @param {string[]} folders
 * @returns {Promise<Map<string, string> | null>} ids of tags by the names of their folders; null if nothing is to be
 *   added
 */
function ask(deps, count, folders) {
  const names = folders.slice(0, SHOWN).join(", ");
  const more = folders.length - SHOWN;
  const isMany = folders.length > MOST;
  const send = async (/** @type {FormData} */ values) => {
    const isWanted = values.has("tags");
    if (!isMany) prefer("folder-tags", isWanted ? "yes" : "");
    /** @type {Map<string, string>} */
    const tags = new Map();
    if (isWanted) for (const name of folders) tags.set(name, await idOfName(deps, "tag", name));
    return tags;
  };
  return openDialog({
    initial: { note: "", isBusy: false },
    dismissed: /** @type {Map<string, string> | null} */ (null),
    title: "folders-title",
    template: ({ note, isBusy }, dialog) =>
      html`<form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => void submit(event, dialog, send)}>
        <h2 id="folders-title">${t("folders.title", { n: count })}</h2>
        <p>${more > 0 ? t("folders.namesMore", { names, n: more }) : t("folders.names", { names })}</p>
        <label class="folder-choice"
          ><input
            name="tags"
            type="checkbox"
            ?checked=${!isMany && preference("folder-tags") === "yes"}
            ?disabled=${isMany}
          /><span>${isMany ? t("folders.many", { n: MOST }) : t("folders.tags")}</span></label
        >
        <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
        <div class="dialog-actions">
          <button type="button" class="button" ?disabled=${isBusy} @click=${() => dialog.finish(null)}>
            ${t("edit.cancel")}
          </button>
          <button type="submit" class="button button-main" autofocus ?disabled=${isBusy}>
            ${t("folders.add", { n: count })}
          </button>
        </div>
      </form>`,
  });
}
