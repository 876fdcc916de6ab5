/** The help sheet: examples of the query language that can be clicked. docs/queries.md describes all of it. */

import { openDialog } from "../../ui/dialog.js";
import { html } from "../../ui/html.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";

const EXAMPLES = /** @type {const} */ ([
  "phrase",
  "beginning",
  "without",
  "either",
  "title",
  "kind",
  "sender",
  "type",
  "several",
  "added",
  "date",
  "since",
  "due",
  "amount",
  "pages",
  "attachments",
  "field",
]);

export function openHelp() {
  void openDialog({
    initial: {},
    dismissed: null,
    title: "help-title",
    text: "help-text",
    template: (_, { element, finish }) => {
      element.classList.add("dialog-wide");
      return html`<h2 id="help-title">${t("help.title")}</h2>
        <p id="help-text">${t("help.text")}</p>
        <dl class="examples">
          ${EXAMPLES.map(
            (name) =>
              html`<div>
                <dt>
                  <a href=${searchAddress({ query: t(`example.${name}`) })} @click=${() => finish(null)}
                    >${t(`example.${name}`)}</a
                  >
                </dt>
                <dd>${t(`meaning.${name}`)}</dd>
              </div>`,
          )}
        </dl>
        <div class="dialog-actions">
          <button type="button" class="button" autofocus @click=${() => finish(null)}>${t("help.close")}</button>
        </div>`;
    },
  });
}
