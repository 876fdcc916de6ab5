/** The screens that the rail and the bar below offer, with their counts. */

import { icon } from "../ui/icons.js";
import { t } from "../ui/strings.js";
import { SCREENS } from "./screens.js";

/** @typedef {import("../../types.js").Deps} Deps @typedef {import("./shell.js").State} State */

/**
 * The screens of the rail.
 * @param {State} state
 * @param {Deps} deps
 * @param {"first" | "last"} menu
 * @returns {import("./rail.js").Entry[]}
 */
export function placesOf({ unseen }, deps, menu) {
  const { overview } = deps;
  /** @type {Record<string, number | undefined>} */
  const counts = {
    library: overview.numbers?.total,
    inbox: overview.numbers?.inbox,
    trash: overview.numbers?.trash,
    retention: overview.numbers?.expired,
  };
  return SCREENS.flatMap(({ name, title, link }) => {
    if (name === "inbox" && !hasInbox(deps)) return [];
    if (!title || link?.menu !== menu || (link.onlyWithDocuments && !counts[name])) return [];
    const fresh = name === "attention" ? shortCount(unseen) : "";
    return [
      { href: link.address, label: t(link.label ?? title), name, mark: icon(link.icon), count: counts[name], fresh },
    ];
    // The library is the first screen, and the inbox the first place.
  }).sort((one, other) => Number(other.name === "inbox") - Number(one.name === "inbox"));
}

/** Even after the inbox was turned off, until the documents in it have been filed. @param {Deps} deps */
export function hasInbox({ me, overview }) {
  return me.library.inbox || Boolean(overview.numbers?.inbox);
}

/** A number short enough for a badge; empty for zero. @param {number} n */
export function shortCount(n) {
  if (n > 99) return "99+";
  return n ? String(n) : "";
}
