/** Text with the found words marked. */

import { html } from "./html.js";

/**
 * Splits a text into marked and unmarked pieces. Offsets count code points (docs/openapi.json), unlike those of
 * JavaScript's strings.
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
  return pieces(text, marks).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : piece.text));
}
