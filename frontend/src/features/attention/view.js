/** What needs attention: refused, failed, locked and incomplete documents, with what can be done about each. */

import { isAbort } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { thumbnail } from "../../ui/cards.js";
import { neighbour } from "../../ui/document-list.js";
import { day, moment } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness } from "../../ui/parts.js";
import { gapSentence, reasonOf } from "../../ui/reasons.js";
import { focusRow, followRows, rowList } from "../../ui/row-list.js";
import { screen } from "../../ui/screen.js";
import { isKey, t } from "../../ui/strings.js";
import { deleted } from "../trash/actions.js";
import { remedy, remedyButtons } from "./actions.js";
import { INITIAL, isEmpty, withChanged, without, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {{ load: () => Promise<void>, act: ((document: Doc, name: import("./actions.js").Remedy) => void) | null }}
 *   Actions `act`: null for a person who may only look
 */

const PAGE_SIZE = "60";

/** @type {import("../../../types.js").View} */
export function attention(element, deps) {
  const abort = new AbortController();

  const load = async () => {
    const { cursor } = shown.state;
    shown.update({ error: null });
    try {
      const page = await deps.api.listAttention({ limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) }, abort.signal);
      deps.store.putAll(page.documents);
      shown.update(withPage(shown.state, page, deleted));
      await deps.api.seeAttention();
      window.dispatchEvent(new Event("attention-seen"));
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /** @param {Doc} document @param {import("./actions.js").Remedy} name */
  const act = async (document, name) => {
    const next = neighbour(shown.state.documents, document.id);
    if (!(await remedy(deps, document, name))) return;
    shown.update(without(shown.state, document.id));
    shown.draw();
    focusRow(element, next);
  };
  /** @type {Actions} */
  const actions = { load, act: mayChange(deps) ? (document, name) => void act(document, name) : null };

  const shown = screen(element, INITIAL, (state) => template(state, actions));
  shown.draw();
  const unfollow = followRows(element, deps, shown, withChanged);
  void load();
  return () => {
    abort.abort();
    unfollow();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions */
function template(state, actions) {
  return rowList(state, {
    title: t("attention.title"),
    look: "attention",
    isEmpty: isEmpty(state),
    empty: () => emptiness("check", t("attention.empty"), t("attention.emptyHint")),
    row: (document) => row(document, actions),
    load: () => void actions.load(),
  });
}

/** @param {Doc} document @param {Actions} actions */
function row(document, { act }) {
  const { id, title, attention: need, updated_at } = document;
  const since = moment(need?.since ?? updated_at);
  const until = need?.until && need.remedies.includes("keep") ? t("attention.until", { date: day(need.until) }) : "";
  return html`<li class="card" data-id=${id}>
    <a class="card-link" href="/documents/${id}" data-move>
      <span class="card-picture">${thumbnail(document)}</span>
      <span class="card-words">
        <span class="card-title">${title}</span>
        <span class="badge badge-bad"
          >${icon(need?.kind === "locked" ? "lock" : "alert")}${kindName(need?.kind ?? "")}</span
        >
        <span class="attention-why">${whyOf(document)}</span>
        <span class="card-facts"
          ><span class="fact">${since}</span> ${until ? html`<span class="fact">${until}</span>` : nothing}</span
        >
      </span>
    </a>
    ${act ? html`<span class="card-actions attention-actions">${remedyButtons(document, (name) => act(document, name))}</span>` : nothing}
  </li>`;
}

/** A kind that only a newer API knows is shown by its code. @param {string} kind */
function kindName(kind) {
  const key = `attention.${kind}`;
  return isKey(key) ? t(key) : kind;
}

/** @param {Doc} document */
function whyOf(document) {
  const { index_problem, partial } = document;
  const problem = index_problem ? reasonOf({ reason: null, reason_code: index_problem, reason_values: {} }) : "";
  return reasonOf(document) || problem || partial.map(gapSentence).join(" ");
}
