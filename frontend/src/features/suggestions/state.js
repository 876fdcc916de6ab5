/** The state of the suggestions for a document. Pure functions. */

/**
 * @typedef {import("../../../types.js").Suggestion} Suggestion
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Suggestions["looks_like"][number]} NearDuplicate
 * @typedef {{ document: Doc, suggestions: Suggestion[], looks_like: NearDuplicate[] }} State
 */

const ATTRIBUTES = /** @type {const} */ (["title", "document_date", "sender", "kind", "amount", "due_date", "tags"]);

/**
 * The attribute of a document that an accepted suggestion changes; undefined for a fact that is only shown.
 * @param {string} fact
 */
export function attributeOf(fact) {
  return ATTRIBUTES.find((attribute) => attribute === (fact === "tag" ? "tags" : fact));
}

/** A suggested amount, such as `119.00 EUR`, as a document has it. @param {string} value */
export function amountOf(value) {
  const [number, currency = null] = value.split(" ");
  return { amount: Math.round(Number(number) * 100), currency };
}

/** Whether the API may suggest something else now. @param {Doc} before @param {Doc} after */
export function isOutdated(before, after) {
  return ["state", "has_text", "ocr_pages_done", ...ATTRIBUTES].some((name) => {
    const key = /** @type {keyof Doc} */ (name);
    return before[key] !== after[key];
  });
}

/** How a near-duplicate is refused. @param {NearDuplicate} one */
export function refusalOf(one) {
  return { fact: "looks_like", value: one.document_id };
}

/**
 * The state without a suggestion that was refused.
 * @param {Pick<State, "suggestions" | "looks_like">} state
 * @param {Pick<Suggestion, "fact" | "value">} refused
 * @returns {Partial<State>}
 */
export function without({ suggestions, looks_like }, { fact, value }) {
  return {
    suggestions: suggestions.filter((one) => one.fact !== fact || one.value !== value),
    looks_like: looks_like.filter((one) => fact !== "looks_like" || one.document_id !== value),
  };
}
