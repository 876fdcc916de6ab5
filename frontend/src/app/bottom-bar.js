/** The navigation bar that phones show instead of the rail. */

import { html, nothing } from "../ui/html.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/strings.js";
import { hasInbox, shortCount } from "./places.js";

/** @typedef {import("../../types.js").Deps} Deps @typedef {import("./shell.js").State} State */

/** @param {State} state @param {Deps} deps @param {Pick<import("./shell.js").Actions, "openRail">} actions */
export function bottomBar({ place, unseen, isRailOpen }, deps, { openRail }) {
  const { overview, me } = deps;
  const tab = (
    /** @type {string} */ name,
    /** @type {string} */ href,
    /** @type {import("../ui/icons.js").IconName} */ symbol,
    /** @type {string} */ label,
    /** @type {string} */ count,
  ) =>
    html`<a
      href=${href}
      data-tab=${name}
      aria-label=${`${label} ${count}`.trim()}
      aria-current=${place === name ? "page" : nothing}
      >${icon(symbol)}<span>${label}</span> ${count ? html`<b>${count}</b>` : nothing}</a
    >`;
  return html`<nav class="bottom-bar" aria-label=${t("nav.short")}>
    ${tab("library", "/", "library", t("nav.allShort"), "")}
    ${hasInbox(deps) ? tab("inbox", "/inbox", "inbox", t("inbox.title"), shortCount(overview.numbers?.inbox ?? 0)) : html`<span></span>`}
    ${
      me.library.role === "viewer"
        ? html`<span></span>`
        : html`<button type="button" class="bottom-camera" data-choose="camera" aria-label=${t("capture.open")}>
            ${icon("camera")}
          </button>`
    }
    ${tab("attention", "/attention", "alert", t("attention.short"), shortCount(unseen))}
    <button type="button" aria-controls="rail" aria-expanded=${isRailOpen} @click=${() => openRail(!isRailOpen)}>
      ${icon("list")}<span>${t("nav.more")}</span>
    </button>
  </nav>`;
}
