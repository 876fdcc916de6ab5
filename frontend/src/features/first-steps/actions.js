/**
 * Three steps for someone who has just begun. They are shown above the library until a paper is filed or they are
 * closed.
 */

import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";

const CLOSED = "docloft-first-steps";

/**
 * Whether someone has just begun: nothing is in the library yet, or all of it is still in the inbox.
 * @param {import("../../api/overview.js").Numbers | null} numbers null until they are counted
 */
export function hasBegun(numbers) {
  return numbers !== null && numbers.total > 0 && numbers.inbox < numbers.total;
}

/**
 * @param {Pick<import("../../../types.js").Deps, "overview" | "me">} deps
 * @param {() => void} redraw after they are closed
 * @returns {() => import("../../ui/html.js").Markup}
 */
export function firstSteps({ overview, me }, redraw) {
  const close = () => {
    localStorage.setItem(CLOSED, "closed");
    redraw();
  };
  return () => {
    const { numbers } = overview;
    if (!numbers || hasBegun(numbers) || me.library.role === "viewer" || localStorage.getItem(CLOSED)) return nothing;
    return template(numbers, close);
  };
}

/** @param {import("../../api/overview.js").Numbers} numbers @param {() => void} close */
function template({ total }, close) {
  const step = (
    /** @type {"add" | "file" | "find"} */ name,
    /** @type {import("../../ui/html.js").Markup} */ action,
    isDone = false,
  ) =>
    html`<li data-done=${isDone ? "" : nothing}>
      <span class="first-step-mark" aria-hidden="true">${isDone ? icon("check") : nothing}</span>
      <div>
        <h3>${t(`steps.${name}`)}${isDone ? html`<span class="unseen"> ${t("steps.done")}</span>` : nothing}</h3>
        <p>${t(`steps.${name}Text`)}</p>
        ${isDone ? nothing : action}
      </div>
    </li>`;
  const focusSearch = () =>
    /** @type {HTMLElement | null} */ (document.querySelector("[role=searchbox], input[type=search]"))?.focus();
  return html`<section class="first-steps" aria-labelledby="first-steps-title">
    <div class="first-steps-head">
      <h2 id="first-steps-title">${t("steps.title")}</h2>
      ${iconButton("steps.close", "close", { act: close })}
    </div>
    <ol>
      ${step("add", nothing, total > 0)}
      ${step(
        "find",
        total
          ? html`<button type="button" class="button button-small" @click=${focusSearch}>
              ${icon("search")}${t("search.label")}
            </button>`
          : nothing,
      )}
      ${step("file", total ? html`<a class="button button-small" href="/inbox">${icon("inbox")}${t("inbox.title")}</a>` : nothing)}
    </ol>
  </section>`;
}
