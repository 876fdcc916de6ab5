/** The template of the list of file versions. */

import { acceptedExtensions } from "../../ui/formats.js";
import { bytes, moment } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, failureOr } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Version} Version
 * @typedef {{ open: (isOpen: boolean) => void, retry: () => void, upload: (file: File) => void, download: (version:
 *   Version) => void, restore: (version: Version) => void }} Actions
 */

/** @param {State} state @param {Actions} actions @param {boolean} mayChange @param {boolean} mayUpload */
export function template(state, actions, mayChange, mayUpload) {
  const toggle = (/** @type {Event} */ event) =>
    actions.open(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details class="versions block" @toggle=${toggle}>
    <summary>
      <h2>
        ${t("versions.heading")}${state.count > 1 ? html` <span class="versions-count">${state.count}</span>` : nothing}
      </h2>
    </summary>
    ${mayChange && mayUpload ? uploadButton(actions) : nothing}
    ${failureOr(state.error, actions.retry, state.isLoaded ? list(state, actions, mayChange) : waiting())}
  </details>`;
}

/** @param {Actions} actions */
function uploadButton({ upload }) {
  const choose = (/** @type {Event} */ event) =>
    /** @type {HTMLInputElement} */ (
      /** @type {HTMLElement} */ (event.currentTarget).parentElement?.querySelector("input")
    )?.click();
  const chosen = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const [file] = input.files ?? [];
    if (file) upload(file);
    input.value = "";
  };
  return html`<div class="versions-new">
    ${button("versions.upload", "upload", { act: choose, look: "button-small" })}
    <input hidden type="file" accept=${acceptedExtensions()} aria-label=${t("versions.upload")} @change=${chosen} />
    <p class="fine">${t("versions.hint")}</p>
  </div>`;
}

/** @param {State} state @param {Actions} actions @param {boolean} mayChange */
function list({ files, isBusy }, actions, mayChange) {
  return html`<ol class="versions-list">
    ${repeat(
      files,
      ({ id }) => id,
      (version) => row(version, actions, mayChange, isBusy),
    )}
  </ol>`;
}

/** @param {Version} version @param {Actions} actions @param {boolean} mayChange @param {boolean} isBusy */
function row(version, { download, restore }, mayChange, isBusy) {
  const { number, file_name, size, added_at, is_current } = version;
  const name = t("versions.number", { number });
  return html`<li data-version=${number} aria-current=${is_current ? "true" : nothing}>
    <p class="versions-name">
      <strong>${name}</strong
      >${is_current ? html` <span class="badge">${icon("check")}${t("versions.current")}</span>` : nothing}
    </p>
    <p class="versions-file">${file_name} · ${bytes(size)}</p>
    <p class="fine">${who(version)}<time datetime=${added_at}>${moment(added_at)}</time></p>
    <div class="actions">
      ${button("versions.download", "download", { act: () => download(version), look: "button-small button-plain", name })}
      ${
        mayChange && !is_current && !isBusy
          ? button("versions.restore", "restore", { act: () => restore(version), look: "button-small", name })
          : nothing
      }
    </div>
  </li>`;
}

/** @param {Version} version */
function who({ added_by: by }) {
  if (!by) return nothing;
  return html`${by.is_me ? t("versions.you") : (by.name ?? t("versions.formerMember"))} · `;
}

function waiting() {
  return html`<p class="fine">${t("app.loading")}</p>`;
}
