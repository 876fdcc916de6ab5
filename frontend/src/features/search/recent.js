/** The recent searches of a person, in this browser only. */

const MOST = 8;

/** @param {string} person */
const nameFor = (person) => `docloft-searches-${person}`;

/** @param {string} person @returns {string[]} the latest first */
export function recentSearches(person) {
  try {
    const kept = JSON.parse(localStorage.getItem(nameFor(person)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} person @param {string} query */
export function rememberSearch(person, query) {
  const others = recentSearches(person).filter((other) => other.toLowerCase() !== query.toLowerCase());
  try {
    localStorage.setItem(nameFor(person), JSON.stringify([query, ...others].slice(0, MOST)));
  } catch {
    // The browser stores nothing for this site: searching works without.
  }
}

/** @param {string} person */
export function forgetSearches(person) {
  localStorage.removeItem(nameFor(person));
}
