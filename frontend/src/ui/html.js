/**
 * The only maker of markup from strings. Whatever is put into a template is escaped, unless it is markup itself, so
 * that a file name can never become an element. The page's CSP demands Trusted Types: this is the one policy.
 */

/** @type {{ createHTML: (text: string) => any, createScriptURL: (url: string) => any } | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("docloft", {
  createHTML: (/** @type {string} */ text) => text,
  createScriptURL: (/** @type {string} */ url) => url,
});

/** Text that is known to be markup: made by `html` alone. */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const REPLACED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** @param {unknown} text */
export function escape(text) {
  return String(text).replace(/[&<>"']/g, (found) => REPLACED[/** @type {keyof typeof REPLACED} */ (found)]);
}

/** @param {unknown} value @returns {string} */
function inserted(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(inserted).join("");
  return value === null || value === undefined || value === false ? "" : escape(value);
}

/**
 * A template: html`<b>${title}</b>`. Arrays are joined; null, undefined and false are nothing. Attributes must be quoted.
 * @param {TemplateStringsArray} strings
 * @param {unknown[]} values
 */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, part, index) => text + inserted(values[index - 1]) + part));
}

/**
 * Replaces what is in an element.
 * @param {Element} element
 * @param {Markup} markup
 */
export function render(element, markup) {
  element.innerHTML = policy ? policy.createHTML(markup.text) : markup.text;
}

/**
 * The one element a template makes.
 * @param {Markup} markup
 * @returns {HTMLElement}
 */
export function make(markup) {
  const template = document.createElement("template");
  render(template, markup);
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

/**
 * An address of our own that may be run as a worker.
 * @param {`/vendor/${string}`} path
 * @returns {string}
 */
export function scriptUrl(path) {
  return policy ? policy.createScriptURL(path) : path;
}
