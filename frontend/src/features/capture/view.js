/** The dialog that makes one document from several photos of pages. Its code is loaded when it is first opened. */

import { confirm, openDialog } from "../../ui/dialog.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { captureActions } from "./actions.js";
import { cornerEditor } from "./corners.js";
import { WHOLE } from "./geometry.js";
import { chosenPage, INITIAL, MOST_PAGES } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {import("../../ui/dialog.js").Dialog<State, boolean>} Dialog
 */

/**
 * @param {Pick<import("../../../types.js").Deps, "uploads">} deps
 * @param {readonly File[]} [photos] that have already been taken
 * @returns {Promise<boolean>} whether a document was made
 */
export async function captureDocument(deps, photos = []) {
  /** @type {Actions | undefined} */
  let actions;
  let step = INITIAL.step;
  const made = openDialog({
    initial: INITIAL,
    dismissed: false,
    title: "capture-title",
    // A key that was pressed by mistake must not lose photos.
    mayDismiss: ({ pages, isBusy }) => pages.length === 0 && !isBusy,
    template: (current, dialog) => {
      dialog.element.classList.add("capture");
      const first = !actions;
      actions ??= captureActions(deps, dialog, () => dialog.state);
      const started = actions;
      // The button that had the focus is not in the next step.
      if (current.step !== step)
        queueMicrotask(() =>
          /** @type {HTMLElement | null} */ (dialog.element.querySelector(".capture-foot .button-main"))?.focus(),
        );
      step = current.step;
      if (first) queueMicrotask(() => void (photos.length > 0 ? started.add(photos) : started.camera.start()));
      return template(current, dialog, actions);
    },
  });
  const result = await made;
  actions?.close();
  return result;
}

/** @param {State} state @param {Dialog} dialog @param {Actions} actions */
function template(state, dialog, actions) {
  const { step, pages, note, isBusy } = state;
  const leave = async () => {
    const isSure =
      pages.length === 0 ||
      (await confirm({
        title: t("capture.discardTitle"),
        text: t("capture.discardText", { n: pages.length }),
        yes: t("capture.discard"),
        danger: true,
      }));
    if (isSure) dialog.finish(false);
  };
  return html`<div class="capture-head">
      <h2 id="capture-title">${t("capture.title")}</h2>
      <button
        type="button"
        class="button button-plain"
        aria-label=${t("capture.close")}
        ?disabled=${isBusy}
        @click=${() => void leave()}
      >
        ${icon("close")}
      </button>
    </div>
    <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
    ${step === "camera" ? cameraStep(state, dialog, actions) : pagesStep(state, actions)}`;
}

/** @param {State} state @param {Dialog} dialog @param {Actions} actions */
function cameraStep({ hasPreview, pages }, dialog, actions) {
  const add = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    void actions.add([...(input.files ?? [])]);
    input.value = "";
  };
  const open = (/** @type {string} */ name) => () =>
    /** @type {HTMLElement | null} */ (dialog.element.querySelector(`input[name=${name}]`))?.click();
  const shoot = () => void actions.shoot(dialog.element.querySelector("video"));
  return html`<div class="capture-camera">
      ${
        hasPreview
          ? html`<video
              .srcObject=${actions.camera.stream()}
              autoplay
              playsinline
              .muted=${true}
              aria-label=${t("capture.preview")}
            ></video>`
          : html`<p class="capture-hint">${icon("camera")}<span>${t("capture.hint")}</span></p>`
      }
    </div>
    <div class="capture-foot">
      <input
        hidden
        type="file"
        name="photo"
        accept="image/*"
        capture="environment"
        aria-label=${t("nav.camera")}
        @change=${add}
      />
      <input
        hidden
        type="file"
        name="photos"
        accept="image/*"
        multiple
        aria-label=${t("capture.choose")}
        @change=${add}
      />
      ${
        pages.length > 0
          ? html`<button
              type="button"
              class="button"
              @click=${() => {
                actions.camera.stop();
                dialog.update({ step: "pages" });
              }}
            >
              ${icon("back")}${t("capture.back")}
            </button>`
          : nothing
      }
      <button type="button" class="button" @click=${open("photos")}>${icon("image")}${t("capture.choose")}</button>
      <button type="button" class="button button-main" autofocus @click=${hasPreview ? shoot : open("photo")}>
        ${icon("camera")}${t("nav.camera")}
      </button>
    </div>`;
}

/** @param {State} state @param {Actions} actions */
function pagesStep(state, actions) {
  const { pages, isBusy, done } = state;
  const page = chosenPage(state);
  const at = page ? pages.indexOf(page) : -1;
  const isOff = isBusy || pages.some(({ picture }) => !picture);
  return html`<div class="capture-stage" aria-busy=${isBusy}>
      ${page?.picture ? cornerEditor(page, actions.setCorners) : html`<span class="spinner" aria-hidden="true"></span>`}
    </div>
    <div class="capture-tools" role="group" aria-label=${t("capture.tools")}>
      ${tool("previous", t("capture.earlier"), isBusy || at <= 0, () => actions.move(-1))}
      ${tool("turn", t("capture.turn"), isBusy || !page?.picture, () => actions.turn())}
      ${tool("screen", t("capture.whole"), isBusy || !page?.picture, () => actions.setCorners(WHOLE))}
      ${tool("trash", t("capture.remove"), isBusy || !page, () => actions.remove())}
      ${tool("next", t("capture.later"), isBusy || at < 0 || at === pages.length - 1, () => actions.move(1))}
    </div>
    <ol class="capture-strip" aria-label=${t("capture.pages")}>
      ${repeat(
        pages,
        ({ key }) => key,
        ({ key, result }, index) =>
          html`<li>
            <button
              type="button"
              aria-label=${t("capture.page", { page: index + 1, pages: pages.length })}
              aria-current=${key === page?.key ? "true" : nothing}
              @click=${() => actions.choose(key)}
            >
              ${result ? html`<img src=${result} alt="" />` : html`<span class="spinner" aria-hidden="true"></span>`}<b
                aria-hidden="true"
                >${index + 1}</b
              >
            </button>
          </li>`,
      )}
    </ol>
    <div class="capture-foot">
      <button
        type="button"
        class="button"
        ?disabled=${isBusy || pages.length >= MOST_PAGES}
        @click=${() => void actions.camera.start()}
      >
        ${icon("plus")}${t("capture.more")}
      </button>
      <button
        type="button"
        class="button button-main"
        aria-disabled=${isOff}
        @click=${() => isOff || void actions.save()}
      >
        ${icon("check")}${t("capture.save", { n: pages.length })}
      </button>
    </div>
    <p class="unseen" role="status">${isBusy ? t("capture.making", { done, pages: pages.length }) : nothing}</p>`;
}

/**
 * @param {import("../../ui/icons.js").IconName} symbol
 * @param {string} label
 * @param {boolean} isOff
 * @param {() => void} act
 */
function tool(symbol, label, isOff, act) {
  // Not `disabled`: a page that was moved to the end must not lose the focus of the button that moved it.
  return html`<button
    type="button"
    class="button button-plain"
    aria-label=${label}
    title=${label}
    aria-disabled=${isOff}
    @click=${() => isOff || act()}
  >
    ${icon(symbol)}
  </button>`;
}
