/** The screen that edits pages: sorts, turns, removes, splits and merges them, and makes new documents from them. */

import { isAbort } from "../../api/problems.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { hasEditablePages } from "./actions.js";
import { askForDocument } from "./add-dialog.js";
import { editing } from "./editing.js";
import { making } from "./making.js";
import { added } from "./plan.js";
import { SourcePictures } from "./sources.js";
import { INITIAL, withPlan } from "./state.js";
import { template } from "./template.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {Pick<State, "sources" | "plan" | "past" | "future" | "trashes" | "asVersion">} Edits
 */

/** @type {import("../../../types.js").View} */
export function pageEditing(element, deps, params) {
  const abort = new AbortController();
  const { signal } = abort;
  const pictures = new SourcePictures(deps, signal);
  const { memory } = deps.router;
  /** What was planned here before the person went to another screen and came back. */
  const kept = /** @type {{ edits: Edits, keys: number } | undefined} */ (memory.kept);
  let keys = kept?.keys ?? 0;
  const nextKey = () => (keys += 1);
  const shown = screen(element, INITIAL, (state) => {
    // After the elements have been rendered.
    queueMicrotask(() => pictures.observe(element));
    return template(state, actions);
  });

  const add = async (/** @type {Doc} */ document) => {
    if (!hasEditablePages(document)) {
      deps.toast(t("pages.unusable", { title: document.title }));
      return;
    }
    const key = nextKey();
    try {
      const source = { key, id: document.id, title: document.title, pages: await pictures.open(key, document) };
      const { state } = shown;
      const plan = added(state.plan, source, nextKey);
      const sources = [...state.sources, source];
      // What the screen begins with is not a step that can be undone.
      shown.update({
        ...(state.isLoading ? { plan } : withPlan(state, plan)),
        sources,
        focused: state.focused ?? plan[0]?.sheets[0]?.key ?? null,
      });
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      const isLocked = error instanceof Error && error.name === "PasswordException";
      deps.toast(t(isLocked ? "pages.locked" : "pages.notOpened", { title: document.title }));
    }
  };
  let isDiscarded = false;
  const isEdited = () => shown.state.past.length > 0 && !shown.state.outcome && !shown.state.progress;
  const load = async () => {
    // Also without the documents that were opened before an attempt failed: they are opened again.
    shown.update(INITIAL);
    try {
      if (kept) {
        for (const { key, id } of kept.edits.sources)
          await pictures.open(key, deps.store.put(await deps.api.findDocument(id, signal)));
        return shown.update({ ...kept.edits, focused: kept.edits.plan[0]?.sheets[0]?.key ?? null, isLoading: false });
      }
      const ids = (params.get("documents") ?? "").split(",").filter(Boolean).slice(0, 50);
      for (const id of ids) await add(deps.store.put(await deps.api.findDocument(id, signal)));
      return shown.update({ isLoading: false });
    } catch (error) {
      if (!isAbort(error)) shown.update({ error, isLoading: false });
    }
  };
  /** @type {import("./template.js").Actions} */
  const actions = {
    ...editing(shown, element, nextKey),
    load: () => void load(),
    back: async () => {
      if (
        isEdited() &&
        !(await deps.confirm({
          title: t("pages.discardTitle"),
          text: t("pages.discardText"),
          yes: t("pages.discard"),
          danger: true,
        }))
      )
        return;
      isDiscarded = true;
      deps.router.back("/");
    },
    add: async () => {
      const document = await askForDocument(deps);
      if (document) await add(document);
    },
    ...making(deps, shown, element, signal),
    trashes: (trashes) => shown.update({ trashes }),
    asVersion: (asVersion) => shown.update({ asVersion }),
  };
  const showChanged = (/** @type {Doc} */ changed) => {
    const { outcome } = shown.state;
    const at = outcome?.documents.findIndex(({ id }) => id === changed.id) ?? -1;
    if (outcome && at >= 0) shown.update({ outcome: { ...outcome, documents: outcome.documents.with(at, changed) } });
  };

  shown.draw();
  const unsubscribe = deps.store.subscribe(showChanged);
  window.addEventListener("beforeunload", (event) => isEdited() && event.preventDefault(), { signal });
  void load();
  return () => {
    const { sources, plan, past, future, trashes, asVersion } = shown.state;
    // Also before they are loaded again.
    memory.kept = undefined;
    if (!isDiscarded && isEdited()) memory.kept = { edits: { sources, plan, past, future, trashes, asVersion }, keys };
    else if (!isDiscarded && shown.state.isLoading) memory.kept = kept;
    abort.abort();
    pictures.close();
    unsubscribe();
    shown.close();
  };
}
