import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const eslint = new ESLint({ cwd: FOLDER, overrideConfigFile: `${FOLDER}/eslint.config.js` });

/**
 * @param {string} filePath
 * @param {string} text
 */
async function rulesBroken(filePath, text) {
  const [{ messages }] = await eslint.lintText(text, { filePath: `${FOLDER}/src/${filePath}` });
  return messages
    .map(({ ruleId }) => ruleId)
    .filter((rule) => /^(no-restricted|site\/)/.test(rule ?? "") || /^(max-|no-nested|complexity)/.test(rule ?? ""));
}

for (const [what, file, text, rule] of [
  [
    "a feature that imports another one's view",
    "features/library/view.js",
    'import "../trash/view.js";',
    "no-restricted-imports",
  ],
  [
    "a feature that imports another one's state",
    "features/library/view.js",
    'import "../trash/state.js";',
    "no-restricted-imports",
  ],
  [
    "a feature that takes the long way to another one's view",
    "features/trash/view.js",
    'import "../../features/library/view.js";',
    "no-restricted-imports",
  ],
  [
    "a feature that passes on another one's view",
    "features/trash/view.js",
    'export * from "./../library/view.js";',
    "no-restricted-imports",
  ],
  [
    "a feature that loads another one's view when it is needed",
    "features/trash/view.js",
    'await import("../library/view.js");',
    "no-restricted-syntax",
  ],
  [
    "a feature that loads another one's view the long way",
    "features/trash/view.js",
    "await import(`../../features/library/view.js`);",
    "no-restricted-syntax",
  ],
  [
    "a feature that takes a type from another one's state",
    "features/trash/view.js",
    '/** @type {import("../library/state.js").State} */',
    "site/type-imports",
  ],
  [
    "a part that takes a type from a feature",
    "ui/parts.js",
    '/** @type {import("../features/library/actions.js").Actions} */',
    "site/type-imports",
  ],
  [
    "actions that pass on a view",
    "features/trash/actions.js",
    'export { trash } from "./view.js";',
    "no-restricted-syntax",
  ],
  [
    "actions that pass on everything of a view",
    "features/trash/actions.js",
    'export * from "./view.js";',
    "no-restricted-syntax",
  ],
  [
    "actions that pass on a view which they import",
    "features/trash/actions.js",
    'import { trash } from "./view.js"; export { trash };',
    "no-restricted-syntax",
  ],
  [
    "a part that loads a feature when it is needed",
    "ui/parts.js",
    'await import("../features/trash/actions.js");',
    "no-restricted-syntax",
  ],
  [
    "an API module that loads a part when it is needed",
    "api/client.js",
    'await import("../ui/parts.js");',
    "no-restricted-syntax",
  ],
  [
    "a feature that imports the shell",
    "features/library/view.js",
    'import "../../app/shell.js";',
    "no-restricted-imports",
  ],
  [
    "a part that depends on a feature",
    "ui/parts.js",
    'import "../features/trash/actions.js";',
    "no-restricted-imports",
  ],
  ["an API module that imports a part", "api/client.js", 'import "../ui/parts.js";', "no-restricted-imports"],
  ["a view that imports lit-html itself", "features/trash/view.js", 'import "lit-html";', "no-restricted-imports"],
  [
    "a directive of lit-html outside ui/html.js",
    "ui/parts.js",
    'import "lit-html/directives/repeat.js";',
    "no-restricted-imports",
  ],
  ["markup from text", "ui/parts.js", 'document.body.innerHTML = "";', "no-restricted-properties"],
  ["a request outside the client", "features/trash/actions.js", 'fetch("/");', "no-restricted-globals"],
  [
    "a function longer than a screen",
    "ui/parts.js",
    `export function f() {\n${"f();\n".repeat(130)}}`,
    "max-lines-per-function",
  ],
  ["a line wider than a screen", "ui/parts.js", `f("${"wide ".repeat(30)}");`, "max-len"],
  [
    "a function with too many branches",
    "ui/parts.js",
    `export function f(a) {\n${"if (a) a++;\n".repeat(16)}return a;\n}`,
    "complexity",
  ],
  [
    "a condition within a condition",
    "ui/parts.js",
    "export const f = (a, b) => (a ? 1 : b ? 2 : 3);",
    "no-nested-ternary",
  ],
  ["a module with too many lines", "ui/parts.js", "f();\n".repeat(260), "max-lines"],
]) {
  test(`${what} is an error`, async () => {
    assert.deepEqual(await rulesBroken(file, text), [rule]);
  });
}

for (const [what, file, text] of [
  ["actions of another feature", "features/document/actions.js", 'import "../trash/actions.js";'],
  [
    "actions of another feature that are loaded when they are needed",
    "features/document/actions.js",
    'await import("../trash/actions.js");',
  ],
  [
    "a type of another feature's actions",
    "features/document/view.js",
    '/** @type {import("../trash/actions.js").Actions} */',
  ],
  ["own parts that are loaded when they are needed", "features/document/actions.js", 'await import("./printing.js");'],
  ["parts of every feature", "features/document/view.js", 'import "../../ui/parts.js";'],
  ["texts in the API client", "api/client.js", 'import "../ui/strings.js"; fetch("/");'],
  ["lit-html in ui/html.js", "ui/html.js", 'import "lit-html";'],
]) {
  test(`${what} are allowed`, async () => {
    assert.deepEqual(await rulesBroken(file, text), []);
  });
}
