/** What a person has chosen for this browser. It is in the browser's storage only, and the same for every library. */

/**
 * @typedef {"language" | "theme" | "zone" | "density" | "folder-tags"} Preference `language`: a code of the catalogues;
 *   `theme`: light or dark; `zone`: an IANA time zone; `density`: comfortable; `folder-tags`: yes if the names of
 *   folders became tags when files were added last. Whatever is not chosen is empty: then the browser's language and
 *   time zone, the system's theme and small rows are used.
 */

/** As frontend/theme.js knows it. @param {Preference} name */
const keyOf = (name) => `docloft-${name}`;

/** @param {Preference} name @returns {string} empty if nothing is chosen, or the browser stores nothing */
export function preference(name) {
  try {
    return globalThis.localStorage?.getItem(keyOf(name)) ?? "";
  } catch {
    return "";
  }
}

/** @param {Preference} name @param {string} value empty for none */
export function prefer(name, value) {
  if (value) localStorage.setItem(keyOf(name), value);
  else localStorage.removeItem(keyOf(name));
}

/** The time zone in which days are meant: the chosen one, or that of this browser. @returns {string} */
export function zone() {
  const chosen = preference("zone");
  return isZone(chosen) ? chosen : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @param {string} name */
export function isZone(name) {
  try {
    return Boolean(name && new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
