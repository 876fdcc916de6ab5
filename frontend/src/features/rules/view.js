/** The rules of the library, in the order in which they are applied to new documents. */

import { mayChange } from "../../api/roles.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, emptiness, failureOr } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { ruleActions } from "./actions.js";
import { INITIAL } from "./state.js";
import { deletedInWords, inWords, problemInWords } from "./words.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Rule} Rule
 * @typedef {import("./actions.js").Actions} Actions
 */

/** @type {import("../../../types.js").View} */
export function rules(element, deps) {
  const abort = new AbortController();
  const shown = screen(element, INITIAL, (state) => template(state, actions, mayChange(deps)));
  const actions = ruleActions(deps, shown, element, abort.signal);
  shown.draw();
  void actions.load();
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions @param {boolean} isEditor */
function template(state, actions, isEditor) {
  const { rules: all, isLoaded, error } = state;
  const add = isEditor
    ? button("rules.new", "plus", { act: () => void actions.edit(null), look: "button-main" })
    : nothing;
  const none = all.length ? nothing : emptiness("rule", t("rules.empty"), t("rules.emptyHint"), add);
  return html`<div class="bar">
      <h1 tabindex="-1">${t("rules.title")}</h1>
      ${isLoaded && all.length ? add : nothing}
    </div>
    ${all.length ? html`<p class="fine">${t("rules.hint")}</p>` : nothing}
    <ol
      class="rules"
      aria-label=${t("rules.title")}
      aria-busy=${isLoaded || error ? nothing : "true"}
      ?hidden=${!all.length}
    >
      ${repeat(
        all,
        ({ id }) => id,
        (rule) => row(rule, all, actions, isEditor),
      )}
    </ol>
    <div class="state">
      ${failureOr(error, () => void actions.load(), isLoaded ? none : html`<p role="status">${t("app.loading")}</p>`)}
    </div>`;
}

/** @param {Rule} rule @param {Rule[]} all @param {Actions} actions @param {boolean} isEditor */
function row(rule, all, actions, isEditor) {
  const { id, name, query, is_on: isOn, problem, deleted_names: deleted } = rule;
  return html`<li class="rule" data-id=${id}>
    <div class="rule-words">
      <h2>${name}${isOn ? nothing : html` <span class="badge">${t("rules.off")}</span>`}</h2>
      <p>
        <span class="fine">${t("rules.when")}</span>
        <a href=${`/search?${new URLSearchParams({ q: query })}`}><code>${query}</code></a>
      </p>
      <p><span class="fine">${t("rules.then")}</span> ${inWords(rule.actions)}</p>
      ${problem ? html`<p class="note note-bad">${t("rules.stopped")} ${problemInWords(problem)}</p>` : nothing}
      ${deleted.length ? html`<p class="note note-bad">${deletedInWords(deleted)}</p>` : nothing}
    </div>
    ${isEditor ? controls(rule, all, actions) : nothing}
  </li>`;
}

/** @param {Rule} rule @param {Rule[]} all @param {Actions} actions */
function controls(rule, all, actions) {
  const { name } = rule;
  const at = all.indexOf(rule);
  const control = (
    /** @type {string} */ which,
    /** @type {import("../../ui/strings.js").Key} */ label,
    /** @type {() => unknown} */ act,
    isDisabled = false,
  ) =>
    html`<button
      type="button"
      class="button button-small"
      data-control=${which}
      aria-label=${`${t(label)}: ${name}`}
      ?disabled=${isDisabled}
      @click=${() => void act()}
    >
      ${t(label)}
    </button>`;
  return html`<div class="actions">
    <label class="rule-choice"
      ><input
        type="checkbox"
        role="switch"
        data-control="toggle"
        aria-label=${`${t("rules.on")}: ${name}`}
        .checked=${rule.is_on}
        @change=${() => void actions.toggle(rule)}
      /><span aria-hidden="true">${t("rules.on")}</span></label
    >
    ${control("edit", "rules.edit", () => actions.edit(rule))} ${control("run", "rules.run", () => actions.run(rule))}
    ${control("up", "rules.up", () => actions.move(rule, -1), at === 0)}
    ${control("down", "rules.down", () => actions.move(rule, 1), at === all.length - 1)}
    ${control("delete", "rules.delete", () => actions.remove(rule))}
  </div>`;
}
