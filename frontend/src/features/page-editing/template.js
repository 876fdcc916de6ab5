/** The templates of the screen that edits pages. */

import { card } from "../../ui/cards.js";
import { html, live, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, emptiness, failure as failed, iconButton } from "../../ui/parts.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { titlesOf } from "./plan.js";
import { isCopy, makesVersion, tooMuch, versionOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./plan.js").NewDocument} NewDocument
 * @typedef {import("./plan.js").Sheet} Sheet
 * @typedef {import("./editing.js").Editing & { load: () => void, back: () => void, add: () => void, make: () => void,
 *   undoAll: () => void, editAgain: () => void, trashes: (trashes: boolean) => void, asVersion: (asVersion: boolean) =>
 *   void }} Actions
 */

/** @param {State} state @param {Actions} actions */
export function template(state, actions) {
  const { error, isLoading, plan, outcome } = state;
  const heading = html`${iconButton("document.back", "back", { act: actions.back })}
    <h1 tabindex="-1">${t(outcome ? "pages.result" : "pages.title")}</h1>`;
  if (error)
    return html`<div class="bar">${heading}</div>
      ${failed(error, actions.load)}`;
  if (outcome)
    return html`<div class="bar">${heading}</div>
      ${result(outcome, actions)}`;
  const unfilled = isLoading
    ? html`<p role="status" class="fine">${t("app.loading")}</p>`
    : emptiness("pages", t("pages.empty"), t("pages.emptyHint"));
  return html`<div class="bar">
      ${heading} ${iconButton("pages.undo", "undo", { act: actions.undo, disabled: !state.past.length })}
      ${iconButton("pages.redo", "redo", { act: actions.redo, disabled: !state.future.length })}
      ${button("pages.add", "plus", { act: actions.add })}
    </div>
    ${plan.length ? html`${tools(state, actions)} ${documents(state, actions)}` : unfilled}
    ${plan.length ? footer(state, actions) : nothing}`;
}

/** @param {State} state @param {Actions} actions */
function tools({ selected }, { all, turn, shift, split, extract, remove }) {
  const disabled = selected.size === 0;
  return html`<div class="page-tools" role="group" aria-label=${t("pages.tools")}>
    <span class="page-count" role="status"
      >${selected.size ? t("selection.selected", { n: selected.size }) : t("pages.choose")}</span
    >
    ${iconButton("pages.all", "check", { act: all })}
    ${iconButton("pages.turnLeft", "turnLeft", { act: () => turn(-90), disabled })}
    ${iconButton("pages.turnRight", "turn", { act: () => turn(90), disabled })}
    ${iconButton("pages.left", "previous", { act: () => shift(-1), disabled })}
    ${iconButton("pages.right", "next", { act: () => shift(1), disabled })}
    ${named("pages.split", "cut", split, disabled)} ${named("pages.extract", "extract", extract, disabled)}
    ${named("pages.remove", "trash", remove, disabled)}
  </div>`;
}

/**
 * A button whose label is hidden where there is no room.
 * @param {import("../../ui/strings.js").Key} label
 * @param {import("../../ui/icons.js").IconName} symbol
 * @param {() => void} act
 * @param {boolean} disabled
 */
function named(label, symbol, act, disabled) {
  return html`<button
    type="button"
    class="button button-small page-tool"
    aria-label=${t(label)}
    title=${t(label)}
    ?disabled=${disabled}
    @click=${act}
  >
    ${icon(symbol)}<span>${t(label)}</span>
  </button>`;
}

/** @param {State} state @param {Actions} actions */
function documents(state, actions) {
  const titles = titlesOf(state.plan, state.sources);
  return repeat(
    state.plan,
    ({ key }) => key,
    (one, index) => newDocument(one, index, titles[index] ?? "", state, actions),
  );
}

/**
 * @param {NewDocument} one
 * @param {number} index
 * @param {string} title
 * @param {State} state
 * @param {Actions} actions
 */
function newDocument({ key, sheets }, index, title, state, actions) {
  const onTitle = (/** @type {Event} */ event) =>
    actions.rename(key, /** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<section class="new-document">
    <div class="new-document-head">
      <label class="field"
        ><span class="unseen">${t("pages.name", { number: index + 1 })}</span
        ><input type="text" maxlength="500" .value=${live(title)} @change=${onTitle}
      /></label>
      <span class="fine">${t("pages.pages", { n: sheets.length })}</span>
      ${index ? button("pages.join", "merge", { act: () => actions.join(key), look: "button-small button-plain", name: title }) : nothing}
    </div>
    <ul
      class="page-grid"
      role="listbox"
      aria-multiselectable="true"
      aria-label=${t("pages.of", { title })}
      @keydown=${actions.key}
      @dragover=${actions.over}
      @dragleave=${actions.leave}
      @drop=${(/** @type {DragEvent} */ event) => actions.drop(event, key)}
    >
      ${repeat(
        sheets,
        (one) => one.key,
        (one, at) => sheet(one, at, state, actions),
      )}
    </ul>
  </section>`;
}

/** @param {Sheet} one @param {number} at @param {State} state @param {Actions} actions */
function sheet({ key, source, page, turn }, at, { sources, selected, focused }, { press, drag }) {
  const title = sources.length > 1 ? (sources.find((other) => other.key === source)?.title ?? "") : "";
  const name = [t("document.pageLabel", { page }), title, turn ? t("pages.turned", { turn }) : ""]
    .filter(Boolean)
    .join(", ");
  return html`<li
    role="option"
    aria-selected=${selected.has(key) ? "true" : "false"}
    aria-label=${name}
    title=${title}
    tabindex=${key === focused ? 0 : -1}
    draggable="true"
    data-sheet=${key}
    data-place=${at + 1}
    @click=${(/** @type {MouseEvent} */ event) => press(event, key)}
    @dragstart=${(/** @type {DragEvent} */ event) => drag(event, key)}
  >
    <span class="page-picture" data-turn=${turn}><span data-source=${source} data-page=${page}></span></span>
    <span class="page-name">${page}</span>
  </li>`;
}

/** @param {State} state @param {Actions} actions */
function footer(state, { make, trashes, asVersion }) {
  const { plan, progress } = state;
  const excess = tooMuch(state);
  const unchanged = isCopy(state) ? t("pages.unchanged") : "";
  const hint = excess ? t(`pagesMost.${excess.limit}`, { most: excess.most }) : unchanged;
  const isVersion = makesVersion(state);
  const of = versionOf(state);
  const choice = (
    /** @type {string} */ label,
    /** @type {boolean} */ isChosen,
    /** @type {(isChosen: boolean) => void} */ change,
  ) =>
    html`<label class="page-choice"
      ><input
        type="checkbox"
        .checked=${live(isChosen)}
        ?disabled=${progress !== null}
        @change=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.currentTarget).checked)}
      /><span>${label}</span></label
    >`;
  return html`<div class="page-footer">
    ${of ? choice(t("pages.asVersion", { title: of.title }), isVersion, asVersion) : nothing}
    ${isVersion ? nothing : choice(t("pages.trashes"), state.trashes, trashes)}
    <p class="fine" role="status">${progress ? t("pages.making", progress) : hint}</p>
    ${
      progress
        ? html`<progress
            aria-label=${t("pages.making", progress)}
            max=${progress.total}
            value=${progress.done}
          ></progress>`
        : nothing
    }
    <button type="button" class="button button-main" ?disabled=${progress !== null || Boolean(hint)} @click=${make}>
      ${icon("check")}${isVersion ? t("pages.makeVersion") : t("pages.make", { n: plan.length })}
    </button>
  </div>`;
}

/** @param {import("./state.js").Outcome} outcome @param {Actions} actions */
function result({ documents: made, failure, isTrashed, isUndone }, { undoAll, editAgain }) {
  return html`<div class="page-result">
    ${failure ? html`<p class="note note-bad" role="alert">${t("pages.failed", { reason: reasonOf(failure) })}</p>` : nothing}
    ${
      made.length
        ? html`<p>
            ${isUndone ? t("pages.undone") : t("pages.made", { n: made.length })}
            ${isUndone ? nothing : t(isTrashed ? "pages.originalsTrashed" : "pages.originalsKept")}
          </p>`
        : nothing
    }
    <ul class="cards" data-layout="list" aria-label=${t("pages.result")}>
      ${repeat(
        made,
        ({ id }) => id,
        (one) => card(one, { fact: one.trashed_at ? t("document.inTrash") : "" }),
      )}
    </ul>
    <div class="actions">
      ${made.length && !isUndone ? button("pages.undoAll", "restore", { act: undoAll }) : nothing}
      ${button("pages.editAgain", "pages", { act: editAgain })}
    </div>
  </div>`;
}
