/** Where the found words stand. Pure. */

import { html } from "../../ui/html.js";

/**
 * A text in pieces, marked or not. Offsets count code points (docs/openapi.json), JavaScript's strings do not.
 * @param {string} text
 * @param {[number, number][]} marks
 * @returns {{ text: string, marked: boolean }[]}
 */
export function pieces(text, marks) {
  const points = Array.from(text);
  const found = [];
  let at = 0;
  for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (start < at || end <= start || start >= points.length) continue;
    if (start > at) found.push({ text: points.slice(at, start).join(""), marked: false });
    found.push({ text: points.slice(start, end).join(""), marked: true });
    at = end;
  }
  if (at < points.length) found.push({ text: points.slice(at).join(""), marked: false });
  return found;
}

/** @param {string} text @param {[number, number][]} marks */
export function marked(text, marks) {
  return pieces(text, marks).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : html`${piece.text}`));
}

/**
 * The words of a query that may stand in a text: no operators, nothing left out, no filters.
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
