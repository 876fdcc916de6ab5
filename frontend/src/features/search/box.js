/** The search box in the header: searches while a person types; `/` focuses it. */

import { html, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { hasPane } from "./pane.js";
import { wantedOf } from "./state.js";

/**
 * @param {import("../../../types.js").Deps["router"]} router
 * @returns {HTMLElement}
 */
export function searchBox(router) {
  const form = Object.assign(document.createElement("form"), { className: "search", role: "search" });
  render(
    template((event) => onKey(event, router)),
    form,
  );
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const search = () => {
    const isSearch = location.pathname === "/search";
    if (!input.value.trim() && !isSearch) return;
    // The order and the layout stay while the words change.
    const { order, layout } = wantedOf(new URLSearchParams(isSearch ? location.search : ""));
    router.go(searchAddress({ query: input.value, order, layout }), { replace: isSearch, focus: false });
  };
  input.addEventListener("focus", () => router.preload("search"));
  input.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog")) return;
    if (event.key === "/") {
      event.preventDefault();
      input.select();
    } else if (event.key === "ArrowDown" && target === document.body && location.pathname === "/search" && hasPane()) {
      // As the hint in the reading pane says, the key opens the first hit when nothing has the focus. Elsewhere it
      // scrolls.
      focusFirst(event);
    }
  });
  router.watch((name, params) => {
    if (document.activeElement !== input)
      input.value = name === "search" || name === "document" ? (params.get("q") ?? "") : "";
  });
  return form;
}

/** @param {(event: KeyboardEvent) => void} keydown */
function template(keydown) {
  return html`${icon("search")}
    <input
      type="search"
      name="q"
      aria-label=${t("search.label")}
      placeholder=${t("search.placeholder")}
      autocomplete="off"
      spellcheck="false"
      enterkeyhint="search"
      maxlength="4000"
      @keydown=${keydown}
    />
    <kbd aria-hidden="true">/</kbd>`;
}

/** @param {KeyboardEvent} event @param {import("../../../types.js").Deps["router"]} router */
function onKey(event, router) {
  const input = /** @type {HTMLInputElement} */ (event.currentTarget);
  if (event.key === "ArrowDown") focusFirst(event);
  if (event.key === "Escape") {
    event.preventDefault();
    input.value = "";
    if (location.pathname === "/search") router.back("/");
  }
}

/** @param {KeyboardEvent} event */
function focusFirst(event) {
  event.preventDefault();
  /** @type {HTMLElement | null} */ (document.querySelector("main [data-move]"))?.focus();
}
