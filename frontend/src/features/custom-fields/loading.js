/**
 * What the block with the library's own fields loads: documents that are values, that may become one, and that link to
 * this one.
 */

import { isAbort, sentence } from "../../api/problems.js";
import { namesOf } from "../../ui/names.js";
import { unknownDocuments, withTitles } from "./state.js";

const MOST_OFFERED = 6;

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<import("./state.js").State>} shown
 * @param {AbortSignal} signal
 */
export function loading(deps, shown, signal) {
  const { id } = shown.state.document;
  const learn = async () => {
    const asked = unknownDocuments(shown.state, namesOf("field"));
    if (!asked.length) return;
    try {
      const { documents } = await deps.api.listDocuments({ ids: asked.join(",") }, signal);
      shown.update(withTitles(shown.state, asked, documents));
    } catch (error) {
      if (!isAbort(error)) deps.toast(sentence(error));
    }
  };
  const findLinking = async () => {
    if (!namesOf("field").some(({ type }) => type === "document")) return;
    try {
      const { hits } = await deps.api.search(`linked:${id}`, null, signal);
      shown.update({ linking: hits.map((hit) => hit.document) });
    } catch {
      // The document can be read without them.
    }
  };
  let overtaken = new AbortController();
  const find = async (/** @type {string} */ words) => {
    overtaken.abort();
    overtaken = new AbortController();
    try {
      const { hits } = await deps.api.search(words, null, AbortSignal.any([signal, overtaken.signal]));
      shown.update({
        found: hits
          .map((hit) => hit.document)
          .filter((one) => one.id !== id)
          .slice(0, MOST_OFFERED),
      });
    } catch (error) {
      if (!isAbort(error)) deps.toast(sentence(error));
    }
  };
  return { learn, findLinking, find };
}
