/** Carrying out the plan, showing the result, and undoing it. */

import { sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { makeDocuments, makeVersion, undoAssembly, undoVersion } from "./actions.js";
import { requested } from "./plan.js";
import { makesVersion, versionOf } from "./state.js";

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<import("./state.js").State>} shown
 * @param {HTMLElement} element
 * @param {AbortSignal} signal the person left the screen; the job continues
 */
export function making(deps, shown, element, signal) {
  /** The document opens, with its new version. */
  const addVersion = async (/** @type {import("./plan.js").Source} */ { id, title }) => {
    const before = (await deps.api.findDocument(id, signal)).file_number;
    const documents = requested(shown.state.plan, shown.state.sources);
    const { failure } = await makeVersion(deps, { documents, version_of: id }, (progress) =>
      shown.update({ progress }),
    );
    shown.update({
      progress: null,
      outcome: { documents: [], failure, sourceIds: [id], isTrashed: false, isUndone: false },
    });
    if (failure) return signal.aborted ? deps.toast(t("pages.failedElsewhere")) : undefined;
    deps.toast(t("pages.versionMade", { title }), {
      label: t("pages.undoAll"),
      act: () => void undoVersion(deps, id, before).catch((error) => deps.toast(sentence(error))),
    });
    if (!signal.aborted) deps.router.go(`/documents/${id}`);
    return undefined;
  };
  const make = async () => {
    const { plan, sources, trashes } = shown.state;
    const documents = requested(plan, sources);
    shown.update({ progress: { done: 0, total: documents.length } });
    const of = makesVersion(shown.state) ? versionOf(shown.state) : null;
    if (of) {
      return addVersion(of).catch((error) => {
        deps.toast(sentence(error));
        shown.update({ progress: null });
      });
    }
    try {
      const made = await makeDocuments(deps, { documents, trash_sources: trashes }, (progress) =>
        shown.update({ progress }),
      );
      const sourceIds = [...new Set(documents.flatMap(({ pages }) => pages.map(({ document_id }) => document_id)))];
      const outcome = { ...made, sourceIds, isTrashed: trashes && !made.failure, isUndone: false };
      shown.update({ progress: null, outcome });
      shown.draw();
      if (signal.aborted) return reportElsewhere(deps, outcome);
      /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus();
    } catch (error) {
      deps.toast(sentence(error));
      shown.update({ progress: null });
    }
    return undefined;
  };
  const undo = async () => {
    const { outcome } = shown.state;
    if (!outcome) return;
    try {
      await undoAssembly(deps, outcome);
      // The documents have changed since: those that are shown now are newer than the ones that were captured above.
      const { outcome: current } = shown.state;
      if (current) shown.update({ outcome: { ...current, isUndone: true } });
      deps.toast(t("pages.undone"));
    } catch (error) {
      deps.toast(sentence(error));
    }
  };
  return { make: () => void make(), undoAll: () => void undo(), editAgain: () => shown.update({ outcome: null }) };
}

/**
 * The person has left the screen before the job ended.
 * @param {import("../../../types.js").Deps} deps
 * @param {import("./state.js").Outcome} outcome
 */
function reportElsewhere(deps, { documents, failure }) {
  const [first] = documents;
  if (failure || !first) return deps.toast(t("pages.failedElsewhere"));
  return deps.toast(t("pages.made", { n: documents.length }), {
    label: t("pages.open"),
    act: () => deps.router.go(`/documents/${first.id}`),
  });
}
