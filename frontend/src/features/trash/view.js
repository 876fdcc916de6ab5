/** The trash: documents to restore or to delete permanently. */

import { isAbort, Problem, sentence } from "../../api/problems.js";
import { card } from "../../ui/cards.js";
import { neighbour } from "../../ui/document-list.js";
import { day } from "../../ui/format.js";
import { html } from "../../ui/html.js";
import { button, emptiness } from "../../ui/parts.js";
import { rowList } from "../../ui/row-list.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { repairLinks } from "../../ui/thumbnail-links.js";
import { selectable } from "../bulk-work/actions.js";
import { deleted, deletePermanently, restore } from "./actions.js";
import { INITIAL, isEmpty, withChanged, without, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {{ load: () => Promise<void>, restore: (document: Doc) => void, purge: (document: Doc) => void }} Actions
 */

const PAGE_SIZE = "60";

/** @type {import("../../../types.js").View} */
export function trash(element, deps) {
  const abort = new AbortController();

  const load = async () => {
    const { cursor } = shown.state;
    shown.update({ error: null });
    try {
      const query = { trashed: "true", limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) };
      const page = await deps.api.listDocuments(query, abort.signal);
      deps.store.putAll(page.documents);
      shown.update(withPage(shown.state, page, [...deps.store.documents.values()], deleted));
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /** @param {Doc} document @param {(deps: Deps, document: Doc) => Promise<boolean | void>} change false: not removed */
  const remove = async (document, change) => {
    const next = neighbour(shown.state.documents, document.id);
    try {
      if ((await change(deps, document)) === false) return;
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) return deps.toast(sentence(error));
    }
    shown.update(without(shown.state, document.id));
    shown.draw();
    const goal = next ? `[data-id="${next.id}"] a` : "h1";
    /** @type {HTMLElement | null} */ (element.querySelector(goal))?.focus();
  };
  /** @type {Actions} */
  const actions = {
    load,
    restore: (document) => void remove(document, restore),
    purge: (document) => void remove(document, deletePermanently),
  };

  const shown = screen(element, INITIAL, (state) => template(state, actions, selection));
  const selection = selectable(deps, {
    listed: () => shown.state.documents.map(({ id }) => id),
    query: () => "is:trash",
    isTrash: () => true,
    redraw: () => shown.update({}),
  });
  shown.draw();
  const unsubscribe = deps.store.subscribe((document) => {
    if (shown.state.isLoaded) shown.update(withChanged(shown.state, [document], deleted));
  });
  const stopRepairs = repairLinks(element, deps);
  void load();
  return () => {
    abort.abort();
    unsubscribe();
    stopRepairs();
    selection.close();
    shown.close();
  };
}

/** @param {import("./state.js").State} state @param {Actions} actions @param {import("../bulk-work/selecting.js").Selectable} selection */
function template(state, actions, selection) {
  return rowList(state, {
    title: t("trash.title"),
    isEmpty: isEmpty(state),
    empty: () => emptiness("trash", t("trash.empty"), t("trash.emptyHint")),
    row: (document) => row(document, actions, selection.box(document)),
    load: () => void actions.load(),
    tools: selection.all(),
    bar: selection.bar,
  });
}

/** @param {Doc} document @param {Actions} actions @param {import("../../ui/html.js").Markup} select a checkbox, or nothing */
function row(document, actions, select) {
  const { title } = document;
  const fact = t("trash.since", { date: day(document.trashed_at ?? document.updated_at) });
  const buttons = html`${button("document.restore", "restore", { name: title, act: () => actions.restore(document) })}
    ${button("document.purge", "trash", { name: title, look: "button-danger", act: () => actions.purge(document) })}`;
  return card(document, { fact, actions: buttons, showsState: false, select });
}
