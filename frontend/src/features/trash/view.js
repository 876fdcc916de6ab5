/** The trash: documents to restore or to delete permanently. */

import { isAbort, Problem, sentence } from "../../api/problems.js";
import { card } from "../../ui/cards.js";
import { neighbour } from "../../ui/document-list.js";
import { day } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { button, emptiness } from "../../ui/parts.js";
import { focusRow, followRows, rowList } from "../../ui/row-list.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { selectable } from "../selection/actions.js";
import { changeWholeTrash, deleted, deletePermanently, oldTrash, restore } from "./actions.js";
import { INITIAL, isEmpty, OLD_AFTER_DAYS, withChanged, without, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {{ load: () => Promise<void>, restore: (document: Doc) => void, purge: (document: Doc) => void,
 *   whole: (what: "all" | "purge", query?: string) => void, mayPurge: boolean }} Actions
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
    if (!cursor) void countOld();
  };
  const countOld = async () => {
    // The number is a hint: without it, everything else works.
    const found = await deps.api
      .listRows({ q: oldTrash(), order: "added", offset: 0, limit: 1 }, abort.signal)
      .catch(() => null);
    if (found) shown.update({ old: found.total });
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
    focusRow(element, next);
  };
  /** @type {Actions} */
  const actions = {
    load,
    restore: (document) => void remove(document, restore),
    purge: (document) => void remove(document, deletePermanently),
    whole: async (what, query) => {
      const ids = shown.state.documents.map(({ id }) => id);
      if (!(await changeWholeTrash(deps, what, ids, query)) || what === "all") return;
      shown.update(INITIAL);
      shown.draw();
      await load();
      focusRow(element, undefined);
    },
    mayPurge: deps.me.library.role === "owner",
  };

  const shown = screen(element, INITIAL, (state) => template(state, actions, selection));
  const selection = selectable(deps, {
    listed: () => shown.state.documents.map(({ id }) => id),
    query: () => "is:trash",
    isTrash: () => true,
    redraw: () => shown.update({}),
  });
  shown.draw();
  const unfollow = followRows(element, deps, shown, (state, document) => withChanged(state, [document], deleted));
  void load();
  return () => {
    abort.abort();
    unfollow();
    selection.close();
    shown.close();
  };
}

/**
 * @param {import("./state.js").State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 */
function template(state, actions, selection) {
  return rowList(state, {
    title: t("trash.title"),
    isEmpty: isEmpty(state),
    empty: () => emptiness("trash", t("trash.empty"), t("trash.emptyHint")),
    row: (document) => row(document, actions, selection.box(document)),
    load: () => void actions.load(),
    hint: t("trash.hint", { days: OLD_AFTER_DAYS }),
    notice: state.old && state.documents.length ? oldNotice(state.old, actions) : nothing,
    tools: html`${selection.all()} ${state.documents.length ? wholeButtons(actions) : nothing}`,
    bar: selection.bar,
  });
}

/** @param {Actions} actions */
function wholeButtons({ whole, mayPurge }) {
  return html`${button("trash.all", "restore", { act: () => whole("all"), look: "button-plain" })}
  ${mayPurge ? button("trash.purgeAll", "trash", { act: () => whole("purge"), look: "button-danger" }) : nothing}`;
}

/** @param {number} n @param {Actions} actions */
function oldNotice(n, { whole, mayPurge }) {
  return html`<div class="note list-notice">
    <p>${t("trash.old", { n, days: OLD_AFTER_DAYS })}</p>
    ${mayPurge ? button("trash.purgeOld", "trash", { act: () => whole("purge", oldTrash()), look: "button-small button-danger" }) : nothing}
  </div>`;
}

/**
 * @param {Doc} document
 * @param {Actions} actions
 * @param {import("../../ui/html.js").Markup} select a checkbox, or nothing
 */
function row(document, actions, select) {
  const { title } = document;
  const date = day(document.trashed_at ?? document.updated_at);
  const who = document.trashed_by;
  const fact = who ? t("trash.by", { date, who }) : t("trash.since", { date });
  const buttons = html`${button("document.restore", "restore", { name: title, act: () => actions.restore(document) })}
  ${button("document.purge", "trash", { name: title, look: "button-danger", act: () => actions.purge(document) })}`;
  return card(document, { fact, actions: buttons, showsState: false, select });
}
