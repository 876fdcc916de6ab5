/** Which words of a text to mark for a query. Pure. */

/**
 * The words of a query that may be in a text: no operators, excluded words or filters.
 * @param {string} query
 */
export function wordsOf(query) {
  return query
    .replace(/(^|\s)-("[^"]*"?|\S+)/g, " ")
    .replace(/(^|\s)[a-z]+:("[^"]*"?|\S*)/gi, " ")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word.length > 1 && word !== "OR");
}

const fold = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Marks for a whole page: words that begin like one of the query's, accents and case aside.
 * @param {string} text
 * @param {string[]} words
 * @returns {[number, number][]}
 */
export function marksOf(text, words) {
  const wanted = words.map((word) => fold(word).slice(0, Math.max(3, word.length - 2)));
  if (wanted.length === 0) return [];
  /** @type {[number, number][]} */
  const found = [];
  let point = 0;
  for (const part of text.split(/([^\p{L}\p{N}\p{M}]+)/u)) {
    const length = Array.from(part).length;
    if (part && wanted.some((word) => fold(part).startsWith(word))) found.push([point, point + length]);
    point += length;
  }
  return found;
}

/**
 * Marks for a text that comes in runs, as a PDF holds it: a word may go on in the next run, but not over the end of a line.
 * @param {{ text: string, ends: boolean }[]} runs `ends`: the line does
 * @param {string[]} words
 * @returns {[number, number][][]} for each run, in code points of its own
 */
export function marksAcross(runs, words) {
  const found = marksOf(runs.map(({ text, ends }) => (ends ? `${text}\n` : text)).join(""), words);
  let start = 0;
  return runs.map(({ text, ends }) => {
    const end = start + Array.from(text).length;
    const own = found
      .filter((mark) => mark[0] < end && mark[1] > start)
      .map((mark) => /** @type {[number, number]} */ ([Math.max(mark[0], start) - start, Math.min(mark[1], end) - start]));
    start = ends ? end + 1 : end;
    return own;
  });
}
