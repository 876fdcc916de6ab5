/**
 * The senders, kinds, tags and fields of the library: rename, nest, colour, merge and delete them, and create fields.
 */

import { mayChange } from "../../api/roles.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { chip, nameWith } from "../../ui/names.js";
import { button, emptiness, failureOr } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { nameActions } from "./actions.js";
import { filtered, INITIAL, MOST_ROWS } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Name} Name
 * @typedef {import("./actions.js").Actions} Actions
 */

const KINDS = /** @type {const} */ (["sender", "kind", "tag", "field"]);

/** @type {import("../../../types.js").View} */
export function names(element, deps) {
  const abort = new AbortController();
  const shown = screen(element, INITIAL, (state) => template(state, actions, mayChange(deps)));
  const actions = nameActions(deps, shown, element, abort.signal);
  shown.draw();
  void actions.load();
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions @param {boolean} isEditor */
function template(state, actions, isEditor) {
  const { names: all, isLoaded, error } = state;
  const onInput = (/** @type {Event} */ event) =>
    actions.filter(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  const none = all.length ? nothing : emptiness("tag", t("names.empty"), t("names.emptyHint"));
  return html`<div class="bar">
      <h1 tabindex="-1">${t("names.title")}</h1>
      ${isEditor && isLoaded ? button("names.newField", "plus", { act: () => void actions.create() }) : nothing}
    </div>
    ${
      isLoaded && all.length
        ? html`<label class="field names-filter"
            ><span>${t("names.filter")}</span><input type="search" .value=${state.filter} @input=${onInput}
          /></label>`
        : nothing
    }
    <div class="names">
      ${isLoaded ? KINDS.map((what) => list(what, filtered(state, what), actions, isEditor)) : nothing}
    </div>
    <div class="state">
      ${failureOr(error, () => void actions.load(), isLoaded ? none : html`<p role="status">${t("app.loading")}</p>`)}
    </div>`;
}

/** @param {Name["what"]} what @param {Name[]} found @param {Actions} actions @param {boolean} isEditor */
function list(what, found, actions, isEditor) {
  if (!found.length) return nothing;
  return html`<section aria-labelledby="names-${what}">
    <h2 id="names-${what}">${t(`names.${what}`)} <span class="fine">${found.length}</span></h2>
    <ul>
      ${repeat(
        found.slice(0, MOST_ROWS),
        ({ id }) => id,
        (name) => row(name, actions, isEditor),
      )}
    </ul>
    ${found.length > MOST_ROWS ? html`<p class="fine">${t("names.more", { n: found.length - MOST_ROWS })}</p>` : nothing}
  </section>`;
}

/** @param {Name} name @param {Actions} actions @param {boolean} isEditor */
function row(name, actions, isEditor) {
  const of = (/** @type {() => Promise<void>} */ act) => ({
    name: name.name,
    look: "button-small",
    act: () => void act(),
  });
  const parent = nameWith(name.parent_id);
  return html`<li data-id=${name.id}>
    <span
      >${chip(name)}
      ${name.keep_years ? html`<span class="fine">${t("names.kept", { n: name.keep_years })}</span>` : nothing}
      ${name.type ? html`<span class="fine">${t(`fieldType.${name.type}`)}</span>` : nothing}
      ${parent ? html`<span class="fine">${t("card.in", { title: parent.name })}</span>` : nothing}</span
    >
    ${
      isEditor
        ? html`<span class="actions">
            ${button(
              "names.edit",
              "pencil",
              of(() => actions.edit(name)),
            )}
            ${
              name.what === "field"
                ? nothing
                : button(
                    "names.merge",
                    "merge",
                    of(() => actions.merge(name)),
                  )
            }
            ${button(
              "names.delete",
              "trash",
              of(() => actions.remove(name)),
            )}
          </span>`
        : nothing
    }
  </li>`;
}
