/** The list of keyboard shortcuts, which the question mark opens. */

import { openDialog } from "../../ui/dialog.js";
import { html } from "../../ui/html.js";
import { isKey, t } from "../../ui/strings.js";

/** @typedef {import("../../ui/strings.js").Key} Key */

/** As a person reads it on their keyboard. */
export const CTRL = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl";

/** Several keys in a row do what the label says, in the same order. @type {[Key, [string[], Key][]][]} */
export const GROUPS = [
  [
    "shortcuts.everywhere",
    [
      [["/"], "shortcuts.search"],
      [["?"], "shortcuts.help"],
      [["Esc"], "shortcuts.dismiss"],
    ],
  ],
  [
    "shortcuts.lists",
    [
      [["↓", "↑"], "shortcuts.move"],
      [["Home", "End"], "shortcuts.ends"],
      [["Enter"], "shortcuts.open"],
      [["X"], "shortcuts.select"],
      [["Shift+X"], "shortcuts.range"],
      [[`${CTRL}+A`], "shortcuts.all"],
    ],
  ],
  [
    "shortcuts.inbox",
    [
      [["Enter"], "shortcuts.file"],
      [["S", "K", "T", "D"], "shortcuts.fields"],
      [["#"], "shortcuts.trash"],
      [["↓", "↑"], "shortcuts.move"],
      [[`${CTRL}+Z`], "shortcuts.undo"],
    ],
  ],
  [
    "shortcuts.document",
    [
      [["←", "→"], "shortcuts.turn"],
      [["+", "−"], "shortcuts.zoom"],
      [["N", "P"], "shortcuts.hits"],
      [[`${CTRL}+F`], "shortcuts.find"],
      [[`${CTRL}+P`], "shortcuts.print"],
    ],
  ],
  [
    "shortcuts.pages",
    [
      [["Space"], "shortcuts.select"],
      [["Alt+←", "Alt+→"], "shortcuts.shift"],
      [["R", "Shift+R"], "shortcuts.rotate"],
      [["Del"], "shortcuts.remove"],
      [[`${CTRL}+Z`, `${CTRL}+Y`], "shortcuts.undoRedo"],
    ],
  ],
];

/** A key as it is written on the keyboards of the reader's language. @param {string} key */
export function written(key) {
  if (key === "+") return key;
  const parts = key.split("+").map((part) => {
    const name = `shortcutKey.${part}`;
    return isKey(name) ? t(name) : part;
  });
  return parts.join("+");
}

/** Opens the list when a person presses the question mark outside of a field. */
export function watchShortcuts() {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (
      target.closest("input:not([type=checkbox], [type=radio]), textarea, select") ||
      document.querySelector("dialog[open]")
    )
      return;
    event.preventDefault();
    void showShortcuts();
  });
}

/** @returns {Promise<null>} when it is closed */
export function showShortcuts() {
  return openDialog({
    initial: {},
    dismissed: null,
    title: "shortcuts-title",
    template: (_, { element, finish }) => {
      element.classList.add("dialog-wide");
      return template(() => finish(null));
    },
  });
}

/** @param {() => void} close */
function template(close) {
  return html`<h2 id="shortcuts-title" tabindex="-1" autofocus>${t("shortcuts.title")}</h2>
    <div class="shortcuts">
      ${GROUPS.map(
        ([title, entries]) =>
          html`<section>
            <h3>${t(title)}</h3>
            <dl>
              ${entries.map(
                ([keys, label]) =>
                  html`<div>
                    <dt>${keys.map((key) => html`<kbd>${written(key)}</kbd> `)}</dt>
                    <dd>${t(label)}</dd>
                  </div>`,
              )}
            </dl>
          </section>`,
      )}
    </div>
    <div class="actions"><button type="button" class="button" @click=${close}>${t("shortcuts.close")}</button></div>`;
}
