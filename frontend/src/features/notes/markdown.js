/**
 * Reads the Markdown of a note: paragraphs, headings, lists, quotes, code, emphasis and links. A line end is a line
 * break, as in messages. Everything else, HTML too, is text. Takes time linear in the length of the text, except for
 * unclosed marks. A note has few of those: its text has at most 4,000 characters.
 */

/**
 * @typedef {{ kind: "text" | "code", text: string } | { kind: "break" } | { kind: "strong" | "em", inner: Inline[] }
 *   | { kind: "link", address: string, inner: Inline[] }} Inline
 * @typedef {{ kind: "paragraph" | "heading", inner: Inline[] } | { kind: "code", text: string } | { kind: "quote",
 *   blocks: Block[] } | { kind: "list", isNumbered: boolean, start: number, items: Inline[][] }} Block
 */

const ITEM = /^ {0,3}(?:[-*+]|(\d{1,9})[.)]) +(?=\S)/;
const DEEPEST = 5;

/** @param {string} text @param {number} [depth] @returns {Block[]} */
export function blocksOf(text, depth = 0) {
  const lines = text.split("\n");
  /** @type {Block[]} */
  const blocks = [];
  for (let at = 0; at < lines.length;) {
    const taken = takeBlock(lines, at, depth);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

/** @param {string[]} lines @param {number} at @param {number} depth @returns {{ block?: Block, next: number }} */
function takeBlock(lines, at, depth) {
  const line = lines[at] ?? "";
  if (!line.trim()) return { next: at + 1 };
  if (line.startsWith("```")) {
    const end = lines.findIndex((one, index) => index > at && one.startsWith("```"));
    const last = end < 0 ? lines.length : end;
    return { block: { kind: "code", text: lines.slice(at + 1, last).join("\n") }, next: last + 1 };
  }
  const heading = /^#{1,6} +(.*)$/.exec(line);
  if (heading)
    return { block: { kind: "heading", inner: inlineOf((heading[1] ?? "").replace(/ +#+ *$/, "")) }, next: at + 1 };
  if (line.startsWith(">") && depth < DEEPEST) {
    const next = endOf(lines, at, (one) => one.startsWith(">"));
    const quoted = lines.slice(at, next).map((one) => one.replace(/^> ?/, ""));
    return { block: { kind: "quote", blocks: blocksOf(quoted.join("\n"), depth + 1) }, next };
  }
  if (ITEM.test(line)) return takeList(lines, at);
  const next = endOf(lines, at + 1, (one) => Boolean(one.trim()) && !/^(#{1,6} |>|```)/.test(one) && !ITEM.test(one));
  return { block: { kind: "paragraph", inner: inlineOf(lines.slice(at, next).join("\n")) }, next };
}

/** @param {string[]} lines @param {number} at @returns {{ block: Block, next: number }} */
function takeList(lines, at) {
  const number = ITEM.exec(lines[at] ?? "")?.[1];
  const isSame = (/** @type {string} */ one) => {
    const found = ITEM.exec(one);
    return found !== null && (found[1] === undefined) === (number === undefined);
  };
  /** @type {string[]} */
  const items = [];
  // An indented line continues the item before it.
  const next = endOf(lines, at, (one) => isSame(one) || (/^ +\S/.test(one) && !ITEM.test(one)));
  for (const line of lines.slice(at, next)) {
    if (isSame(line)) items.push(line.replace(ITEM, ""));
    else items[items.length - 1] += `\n${line.trim()}`;
  }
  return {
    block: {
      kind: "list",
      isNumbered: number !== undefined,
      start: Number(number ?? 1),
      items: items.map((one) => inlineOf(one)),
    },
    next,
  };
}

/** @param {string[]} lines @param {number} at @param {(line: string) => boolean} belongs */
function endOf(lines, at, belongs) {
  const length = lines.slice(at).findIndex((line) => !belongs(line));
  return length < 0 ? lines.length : at + length;
}

const MARK = /\\[!-/:-@[-`{-~]|`|\*\*|\*|__|_|\[|https?:\/\/|\n/g;

/** @param {string} text @param {number} [depth] @returns {Inline[]} */
export function inlineOf(text, depth = 0) {
  /** @type {Inline[]} */
  const found = [];
  let start = 0;
  const add = (/** @type {Inline} */ one) => {
    const last = found.at(-1);
    if (one.kind === "text" && last?.kind === "text") last.text += one.text;
    else if (one.kind !== "text" || one.text) found.push(one);
  };
  for (let at = 0; at < text.length;) {
    MARK.lastIndex = at;
    const match = MARK.exec(text);
    if (!match) break;
    const taken = depth < DEEPEST ? take(text, match.index, match[0], depth) : null;
    if (taken) {
      add({ kind: "text", text: text.slice(start, match.index) });
      add(taken.inline);
      start = taken.next;
    }
    at = taken ? taken.next : match.index + match[0].length;
  }
  add({ kind: "text", text: text.slice(start) });
  return found;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {string} mark
 * @param {number} depth
 * @returns {{ inline: Inline, next: number } | null} null: only text
 */
function take(text, at, mark, depth) {
  if (mark === "\n") return { inline: { kind: "break" }, next: at + 1 };
  if (mark.startsWith("\\")) return { inline: { kind: "text", text: mark.slice(1) }, next: at + 2 };
  if (mark === "[") return takeLink(text, at, depth);
  if (mark.startsWith("http")) {
    // A full stop or bracket after an address belongs to the sentence.
    const address = (/^[^\s<>"]+/.exec(text.slice(at))?.[0] ?? "").replace(/[.,;:!?'")\]*_]+$/, "");
    return address.length > mark.length ? link(address, [{ kind: "text", text: address }], at + address.length) : null;
  }
  const from = at + mark.length;
  const end = text.indexOf(mark, from);
  if (end <= from) return null;
  const inner = text.slice(from, end);
  if (mark === "`") return { inline: { kind: "code", text: inner }, next: end + 1 };
  const isInWord = mark.startsWith("_") && (isWord(text[at - 1]) || isWord(text[end + mark.length]));
  if (isInWord || /^\s|\s$/.test(inner)) return null;
  return {
    inline: { kind: mark.length === 2 ? "strong" : "em", inner: inlineOf(inner, depth + 1) },
    next: end + mark.length,
  };
}

/** @param {string} text @param {number} at @param {number} depth */
function takeLink(text, at, depth) {
  const middle = text.indexOf("](", at);
  const end = middle < 0 ? -1 : text.indexOf(")", middle);
  const label = text.slice(at + 1, middle);
  if (end < 0 || !label.trim() || label.includes("[")) return null;
  return link(text.slice(middle + 2, end), inlineOf(label, depth + 1), end + 1);
}

/**
 * @param {string} address
 * @param {Inline[]} inner
 * @param {number} next
 * @returns {{ inline: Inline, next: number } | null} null for one that may not be opened
 */
function link(address, inner, next) {
  const isAllowed = /^(https?:\/\/|mailto:)\S+$/i.test(address) && URL.canParse(address);
  return isAllowed ? { inline: { kind: "link", address, inner }, next } : null;
}

/** @param {string | undefined} character */
function isWord(character) {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
