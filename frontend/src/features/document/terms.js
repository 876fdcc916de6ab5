/**
 * Finds the API's terms in the text layer of a PDF, by the comparison that docs/openapi.json describes at `terms`. The
 * API cannot say where they are: pdf.js splits and orders the text of a page differently. How a query matches words is
 * decided by the API alone; frontend/tests/terms.json tests both with the same cases.
 */

/** @typedef {import("../../../types.js").Term} Term */

/** Ignored inside words. Fillers of Hangul and Khmer are letters. */
const INVISIBLE = /(?![\u200b\p{scx=Hang}\p{scx=Khmr}])\p{Default_Ignorable_Code_Point}|\u0640/u;
/** Separates words as a space does, but is ignored between characters of scripts without spaces. */
const ZERO_WIDTH_SPACE = "\u200b";
const LETTER = /[\p{L}\p{N}\p{M}]/u;
/** Apostrophes that Unicode classifies as letters: they separate words. */
const APOSTROPHE = /[\u02b9-\u02bf\u02c8\u02ca\u02cb\u02ee\u0374\u05f3\ua78b\ua78c]/u;
/** Scripts written without spaces between words: every character is at a word boundary. */
const DENSE = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Mymr}\p{scx=Khmr}]/u;
/** A hyphen and a line end inside a word. */
const LINE_BREAK = /(?<=\p{L}\p{M}*)[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=\p{Ll})/gu;

/**
 * @param {string} text
 * @param {Term[]} terms
 * @returns {[number, number][]} places in code points, in order, without overlaps
 */
export function marksOf(text, terms) {
  const words = fold(text, true);
  const runs = terms.every(({ whole }) => whole) ? words : fold(text, false);
  return merged(terms.flatMap((term) => (term.whole ? placesOf(words, term) : placesOf(runs, term))));
}

/**
 * Marks for a text that comes in runs, as in a PDF: a word may continue in the next run, but not across a line end.
 * @param {{ text: string, ends: boolean }[]} runs `ends`: the line ends after this run
 * @param {Term[]} terms
 * @returns {[number, number][][]} for each run, in its own code points
 */
export function marksAcross(runs, terms) {
  const found = marksOf(runs.map(({ text, ends }) => (ends ? `${text}\n` : text)).join(""), terms);
  let start = 0;
  return runs.map(({ text, ends }) => {
    const end = start + Array.from(text).length;
    const own = found
      .filter((mark) => mark[0] < end && mark[1] > start)
      .map(
        (mark) => /** @type {[number, number]} */ ([Math.max(mark[0], start) - start, Math.min(mark[1], end) - start]),
      );
    start = ends ? end + 1 : end;
    return own;
  });
}

/**
 * The text folded as the terms are. `origins`: for each unit of `text` the code point it comes from; `breaks`: where a
 * line end inside a word was removed.
 * @typedef {{ text: string, origins: number[], breaks: Set<number> }} Folded
 * @param {string} text
 * @param {boolean} hasSpaces whether white space separates words
 * @returns {Folded}
 */
function fold(text, hasSpaces) {
  const lineBreaks = new Map(Array.from(text.matchAll(LINE_BREAK), (found) => [found.index, found[0].length]));
  const breaks = new Set();
  const origins = [];
  let folded = "";
  for (let at = 0, point = 0; at < text.length;) {
    const skipped = lineBreaks.get(at);
    if (skipped) {
      breaks.add(folded.length);
      at += skipped;
      point += skipped;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const part = foldCharacter(character, hasSpaces);
    if (part !== " " || !folded.endsWith(" ")) {
      folded += part;
      for (let unit = 0; unit < part.length; unit += 1) origins.push(point);
    }
    at += character.length;
    point += 1;
  }
  return { text: folded, origins, breaks };
}

/** @param {string} character @param {boolean} hasSpaces */
function foldCharacter(character, hasSpaces) {
  if (INVISIBLE.test(character)) return "";
  if (!LETTER.test(character) || APOSTROPHE.test(character)) {
    const isSpace = /\s/.test(character) || character === ZERO_WIDTH_SPACE;
    return hasSpaces || !isSpace ? " " : "";
  }
  return Array.from(character.normalize("NFKD"), (one) => one.toLowerCase()).join("");
}

/** @param {Folded} folded @param {Term} term @returns {[number, number][]} */
function placesOf({ text, origins, breaks }, term) {
  /** @type {[number, number][]} */
  const places = [];
  const isEdge = (/** @type {number} */ at) => {
    const around = [text[at - 1] ?? " ", text[at] ?? " "];
    return breaks.has(at) || around.some((one) => one === " " || DENSE.test(one));
  };
  // A place never begins or ends inside a character: "か" is not in "が", although its decomposition is.
  const isApart = (/** @type {number} */ at) => origins[at - 1] !== origins[at];
  for (let start = text.indexOf(term.text); start >= 0 && term.text; start = text.indexOf(term.text, start + 1)) {
    const end = start + term.text.length;
    if (!isApart(start) || !isApart(end) || (term.whole && !(isEdge(start) && isEdge(end)))) continue;
    places.push([/** @type {number} */ (origins[start]), /** @type {number} */ (origins[end - 1]) + 1]);
  }
  return places;
}

/** @param {[number, number][]} places @returns {[number, number][]} */
function merged(places) {
  /** @type {[number, number][]} */
  const apart = [];
  for (const [start, end] of places.sort((a, b) => a[0] - b[0])) {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}
