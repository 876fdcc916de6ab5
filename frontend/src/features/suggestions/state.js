/** The state of the suggestions for a document. Pure functions. */

/**
 * @typedef {import("../../../types.js").Suggestion} Suggestion
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ document: Doc, suggestions: Suggestion[] }} State
 */

/**
 * The attribute of a document that an accepted suggestion changes; null for a fact that is only shown.
 * @param {string} fact
 * @returns {"title" | "document_date" | null}
 */
export function attributeOf(fact) {
  return fact === "title" || fact === "document_date" ? fact : null;
}

/** Whether the API may have other suggestions now. @param {Doc} before @param {Doc} after */
export function isOutdated(before, after) {
  return ["state", "has_text", "title", "document_date", "ocr_pages_done"].some((name) => {
    const key = /** @type {keyof Doc} */ (name);
    return before[key] !== after[key];
  });
}

/** Without one that was refused. @param {Pick<State, "suggestions">} state @param {Suggestion} refused @returns {Partial<State>} */
export function without({ suggestions }, { fact, value }) {
  return { suggestions: suggestions.filter((one) => one.fact !== fact || one.value !== value) };
}
