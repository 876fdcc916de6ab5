/** Documents whose retention is over: people keep them for longer or move them to the trash. */

import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { card } from "../../ui/cards.js";
import { neighbour } from "../../ui/document-list.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { nameWith, setNames } from "../../ui/names.js";
import { button, emptiness } from "../../ui/parts.js";
import { keptUntil, PERMANENT, untilInWords } from "../../ui/retention.js";
import { focusRow, followRows, rowList } from "../../ui/row-list.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { selectable } from "../selection/actions.js";
import { moveToTrash } from "../trash/actions.js";
import { askUntil } from "./keep-dialog.js";
import { INITIAL, isEmpty, withChanged, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {{ load: () => Promise<void>, keep: (document: Doc) => void, trash: (document: Doc) => void, mayChange:
 *   boolean }} Actions
 */

const QUERY = "is:expired";
const PAGE_SIZE = 60;

/** @type {import("../../../types.js").View} */
export function retention(element, deps) {
  const abort = new AbortController();
  const load = async () => {
    const { cursor, isLoaded } = shown.state;
    shown.update({ error: null });
    try {
      // Another person may have changed the years of a kind.
      if (!isLoaded) setNames((await deps.api.listNames(abort.signal)).names);
      const page = await deps.api.listRows(
        { q: QUERY, order: "date", offset: Number(cursor ?? 0), limit: PAGE_SIZE },
        abort.signal,
      );
      deps.store.putAll(page.documents);
      shown.update(withPage(shown.state, page, PAGE_SIZE));
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /**
   * @param {Doc} document
   * @param {(document: Doc) => Promise<boolean | void>} change false: the person changed their mind
   */
  const decide = async (document, change) => {
    const next = neighbour(shown.state.documents, document.id);
    try {
      if ((await change(document)) === false) return;
    } catch (error) {
      return deps.toast(sentence(error));
    }
    shown.draw();
    focusRow(element, next);
  };
  /** @type {Actions} */
  const actions = {
    load,
    keep: (document) =>
      void decide(document, async () => {
        const until = await askUntil(1);
        if (!until) return false;
        await keep(deps, document, until);
        return true;
      }),
    trash: (document) => void decide(document, (one) => moveToTrash(deps, one)),
    mayChange: mayChange(deps),
  };
  const shown = screen(element, INITIAL, (state) => template(state, actions, selection));
  const selection = selectable(deps, {
    listed: () => shown.state.documents.map(({ id }) => id),
    query: () => QUERY,
    further: { label: "retention.keep", symbol: "clock", ask: async (n) => changesOf(await askUntil(n)) },
    redraw: () => shown.update({}),
  });
  shown.draw();
  const unfollow = followRows(element, deps, shown, withChanged);
  void load();
  return () => {
    abort.abort();
    unfollow();
    selection.close();
    shown.close();
  };
}

/** @param {string | null} until @returns {import("../../../types.js").BulkChanges | null} */
function changesOf(until) {
  return until ? { keep_until: until } : null;
}

/**
 * Keeps a document until a day, and offers to undo it.
 * @param {Deps} deps
 * @param {Doc} document
 * @param {string} until
 */
async function keep(deps, document, until) {
  const before = document.keep_until;
  const kept = deps.store.put(await deps.api.editDocument(document, { keep_until: until }));
  const words =
    until === PERMANENT
      ? t("retention.keptPermanently", { title: kept.title })
      : t("retention.kept", { title: kept.title, date: untilInWords(until) });
  const undo = async () =>
    void deps.store.put(await deps.api.editDocument(deps.store.get(kept.id) ?? kept, { keep_until: before }));
  deps.toast(words, {
    label: t("retention.undo"),
    act: () => void undo().catch((error) => deps.toast(sentence(error))),
  });
}

/**
 * @param {import("./state.js").State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 */
function template(state, actions, selection) {
  const names = html`<a class="button" href="/names">${icon("tag")}${t("retention.names")}</a>`;
  return html`${rowList(state, {
    title: t("retention.title"),
    isEmpty: isEmpty(state),
    empty: () => emptiness("clock", t("retention.empty"), t("retention.emptyHint"), names),
    row: (document) => row(document, actions, selection.box(document)),
    load: () => void actions.load(),
    hint: state.documents.length ? t("retention.hint") : "",
    tools: selection.all(),
    bar: selection.bar,
  })}`;
}

/**
 * @param {Doc} document
 * @param {Actions} actions
 * @param {import("../../ui/html.js").Markup} select a checkbox, or nothing
 */
function row(document, { keep: onKeep, trash, mayChange: isEditor }, select) {
  const { title } = document;
  const buttons = isEditor
    ? html`${button("retention.keep", "clock", { name: title, act: () => onKeep(document) })}
      ${button("retention.trash", "trash", { name: title, act: () => trash(document) })}`
    : nothing;
  return card(document, { fact: whyOf(document), actions: buttons, showsState: false, select });
}

/** Why a document is listed here. @param {Doc} document */
function whyOf(document) {
  const until = keptUntil(document);
  if (!until) return "";
  const kind = nameWith(document.kind);
  if (document.keep_until || !kind) return t("retention.own", { date: untilInWords(until) });
  return t("retention.years", { kind: kind.name, n: kind.keep_years ?? 0, date: untilInWords(until) });
}
