/** The button that adds files, with the menu of other ways to add papers. */

import { html } from "../ui/html.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/strings.js";

export function addMenu() {
  return html`<div class="split">
    <button type="button" class="button button-main" data-choose="files" aria-label=${t("nav.add")}>
      ${icon("upload")}<span>${t("nav.add")}</span>
    </button>
    <button type="button" class="button button-main" popovertarget="add-menu" title=${t("nav.addWays")}>
      ${icon("chevron")}<span class="unseen">${t("nav.addWays")}</span>
    </button>
    <div id="add-menu" class="menu" popover>
      <button type="button" data-choose="files">${icon("file")}${t("nav.addFiles")}</button>
      <button type="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
      <button type="button" data-choose="camera">${icon("camera")}${t("capture.open")}</button>
      <p class="fine">${t("nav.addHint")}</p>
    </div>
  </div>`;
}
