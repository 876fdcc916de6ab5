/**
 * The senders, kinds, tags and fields of the library, as the API lists them in /v1/names. Documents contain their ids.
 */

import { html, nothing } from "./html.js";

/**
 * @typedef {import("../../types.js").Name} Name
 * @typedef {Name["what"]} What
 */

/** The word of the query language for each. @type {Record<What, string>} */
const FILTERS = { sender: "from:", kind: "kind:", tag: "tag:", field: "field:" };

/** @type {Name[]} */
let names = [];
/** @type {Map<string, Name>} by id, and by the ids of names that were merged into it */
let byId = new Map();

/** @param {Name[]} all in the order of their names */
export function setNames(all) {
  names = all;
  byId = new Map(all.flatMap((name) => [name.id, ...name.aliases].map((id) => /** @type {const} */ ([id, name]))));
}

/** Adds a name, or replaces an older version of it. @param {Name} name */
export function putName(name) {
  const others = names.filter(({ id }) => id !== name.id && !name.aliases.includes(id));
  setNames([...others, name].sort((one, other) => one.name.localeCompare(other.name)));
}

/** @param {string | null} id @returns {Name | undefined} undefined for a name that was deleted */
export function nameWith(id) {
  return byId.get(id ?? "");
}

/** @param {What} what @returns {Name[]} in their order */
export function namesOf(what) {
  return names.filter((name) => name.what === what);
}

/** Finds the name that a person typed. @param {Name[]} all @param {What} what @param {string} typed */
export function named(all, what, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  return all.find((name) => name.what === what && name.name.toLocaleLowerCase() === wanted);
}

/**
 * The names in a text, separated by commas, without repetitions. A name in the library may itself contain commas.
 * @param {What} what
 * @param {string} text
 */
export function namesIn(what, text) {
  const known = new Set(namesOf(what).map(({ name }) => name.toLocaleLowerCase()));
  const parts = text.split(",");
  const found = [];
  for (let at = 0; at < parts.length;) {
    let end = parts.length;
    while (end > at + 1 && !known.has(parts.slice(at, end).join(",").trim().toLocaleLowerCase())) end -= 1;
    found.push(parts.slice(at, end).join(",").trim());
    at = end;
  }
  return [...new Set(found.filter(Boolean))];
}

/** The query that finds everything with a name. @param {Pick<Name, "what" | "name">} name */
export function filterOf({ what, name }) {
  // A query has no way to write a quotation mark in a phrase; it makes no difference to the words.
  return `${FILTERS[what]}"${name.replaceAll('"', " ")}"`;
}

/** The address of a search for everything with a name. @param {Pick<Name, "what" | "name">} name */
export function searchAddress(name) {
  return `/search?${new URLSearchParams({ q: filterOf(name) })}`;
}

/** A link to everything with a name. @param {Name} name */
export function chip(name) {
  return html`<a class="chip" data-what=${name.what} href=${searchAddress(name)}>${dot(name)}${name.name}</a>`;
}

/** The colour of a tag. @param {Pick<Name, "colour">} name @returns {import("./html.js").Markup} */
export function dot({ colour }) {
  return colour
    ? html`<svg class="chip-dot" viewBox="0 0 2 2" aria-hidden="true">
        <circle cx="1" cy="1" r="1" fill=${colour} />
      </svg>`
    : nothing;
}

/**
 * The sender, the kind and the tags of a document.
 * @param {Partial<Pick<import("../../types.js").Doc, "sender" | "kind" | "tags">>} document
 */
export function nameChips({ sender = null, kind = null, tags = [] }) {
  const found = new Set([sender, kind, ...tags].flatMap((id) => nameWith(id) ?? []));
  return found.size ? html`<span class="chips">${[...found].map(chip)}</span>` : nothing;
}
