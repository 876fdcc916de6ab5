/**
 * The only module that makes markup, by lit-html (docs/decisions/0017-lists.md): values in a template are text, never
 * elements, so a file name cannot become markup. The page's CSP enforces Trusted Types and allows two policies:
 * lit-html's for the templates in our source, and `docloft` for the worker of pdf.js and the service worker.
 */

import { html, nothing, render } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";

export { html, live, nothing, render, repeat };

/** @typedef {import("lit-html").TemplateResult | typeof nothing} Markup */

/** @type {{ createScriptURL: (url: string) => string } | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("docloft", {
  createScriptURL: (/** @type {string} */ url) => url,
});

/**
 * The address of a script of this site, as `new Worker` and the registration of a service worker accept it under
 * Trusted Types.
 * @param {`/vendor/${string}` | "/service-worker.js"} path
 * @returns {string}
 */
export function scriptUrl(path) {
  return policy ? policy.createScriptURL(path) : path;
}
