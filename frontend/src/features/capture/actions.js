/** What the dialog does: takes photos, keeps their pictures up to date, and sends one document. */

import { t } from "../../ui/strings.js";
import { cameraActions, photoOf } from "./camera.js";
import { pdfOf } from "./pdf.js";
import { finishedPicture, resultPicture, screenPicture } from "./pictures.js";
import { chosenPage, newPage, quarterTurn, withChanges, withMoved, withoutPage, withPages } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Page} Page
 * @typedef {ReturnType<typeof captureActions>} Actions
 */

/** How long after the last change of a corner the small picture of the page is made again. */
const PAUSE_MS = 120;

/**
 * @param {Date} [now]
 * @returns {string} for example "Scan 2026-11-29 16.05.pdf": no system refuses a character of it
 */
export function fileName(now = new Date()) {
  const day = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  const time = `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
  return t("capture.fileName", { day, time });
}

/**
 * Keeps the pictures of pages up to date.
 * @param {import("../../ui/dialog.js").Dialog<State, boolean>} dialog
 * @param {() => State} state
 */
function pageActions(dialog, state) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const find = (/** @type {string} */ key) => state().pages.find((page) => page.key === key);
  const forget = (/** @type {Page} */ { picture, result }) =>
    [picture, result].filter(Boolean).forEach((address) => URL.revokeObjectURL(address));

  const change = (/** @type {string} */ key, /** @type {Partial<Page>} */ changes) => {
    const before = find(key);
    for (const name of /** @type {const} */ (["picture", "result"])) {
      if (before?.[name] && name in changes && changes[name] !== before[name]) URL.revokeObjectURL(before[name]);
    }
    dialog.update(withChanges(state(), key, changes));
  };

  /** Shows the small preview of a finished page, unless the page has changed meanwhile. @param {string} key */
  const showResult = async (key) => {
    const page = find(key);
    if (!page) return;
    const result = await resultPicture(page);
    const now = find(key);
    if (now && now.corners === page.corners && now.turns === page.turns) change(key, { result });
    else URL.revokeObjectURL(result);
  };

  /** Turns follow each other, however fast the button is pressed. @type {Promise<void>} */
  let turning = Promise.resolve();

  /** The picture, its corners and its outline change together. @param {string} key */
  const turn = async (key) => {
    const page = find(key);
    if (!page?.picture) return;
    const { copy, picture, ratio } = await screenPicture({ ...page, ...quarterTurn(page) }, false);
    const now = find(key);
    if (!now) return URL.revokeObjectURL(picture);
    change(key, { ...quarterTurn(now), copy, picture, ratio });
    await showResult(key);
  };

  return {
    change,

    /** A new page, with proposed corners. @param {string} key */
    async show(key) {
      const page = find(key);
      if (!page) return;
      try {
        const shown = await screenPicture(page, true);
        if (!find(key)) return URL.revokeObjectURL(shown.picture);
        change(key, shown);
        await showResult(key);
      } catch {
        dialog.update({ ...withoutPage(state(), key), note: t("capture.unreadable") });
      }
    },

    /** By a quarter to the right. @param {string} key */
    turn(key) {
      turning = turning.then(() => turn(key)).catch(() => dialog.update({ note: t("capture.unreadable") }));
    },

    /** @param {string} key */
    showResultSoon(key) {
      clearTimeout(pause);
      pause = setTimeout(() => void showResult(key), PAUSE_MS);
    },

    forget,

    close() {
      clearTimeout(pause);
      state().pages.forEach(forget);
    },
  };
}

/**
 * @param {Pick<import("../../../types.js").Deps, "uploads">} deps
 * @param {import("../../ui/dialog.js").Dialog<State, boolean>} dialog
 * @param {() => State} state
 */
export function captureActions({ uploads }, dialog, state) {
  const shown = pageActions(dialog, state);
  const camera = cameraActions(dialog, state);

  return {
    camera,

    /** @param {HTMLVideoElement | null} video */
    async shoot(video) {
      if (!video || video.videoWidth === 0) return;
      await this.add([await photoOf(video)]);
    },

    /** @param {readonly Blob[]} photos */
    async add(photos) {
      if (photos.length === 0) return;
      const before = state().pages.length;
      const pages = photos.map((photo) => newPage(crypto.randomUUID(), photo));
      dialog.update({ ...withPages(state(), pages), note: "", step: "pages" });
      camera.stop();
      const added = state().pages.slice(before);
      if (added.length < photos.length) dialog.update({ note: t("capture.tooMany", { n: before + added.length }) });
      for (const { key } of added) await shown.show(key);
    },

    /** @param {string} key */
    choose: (key) => dialog.update({ chosen: key }),

    /** @param {Page["corners"]} corners of the page that is shown */
    setCorners(corners) {
      const page = chosenPage(state());
      if (!page || corners === page.corners) return;
      shown.change(page.key, { corners });
      shown.showResultSoon(page.key);
    },

    turn: () => shown.turn(state().chosen),

    /** @param {1 | -1} step */
    move(step) {
      dialog.update(withMoved(state(), state().chosen, step));
    },

    remove() {
      const page = chosenPage(state());
      if (!page) return;
      shown.forget(page);
      dialog.update(withoutPage(state(), page.key));
      if (state().pages.length === 0) void camera.start();
    },

    /** Makes the document and hands it to the uploads. */
    async save() {
      const { pages } = state();
      dialog.update({ isBusy: true, done: 0, note: "" });
      try {
        const pictures = [];
        for (const page of pages) {
          pictures.push(await finishedPicture(page));
          dialog.update({ done: pictures.length });
        }
        uploads.add([new File([pdfOf(pictures)], fileName(), { type: "application/pdf" })]);
        dialog.finish(true);
      } catch {
        dialog.update({ isBusy: false, note: t("capture.failed") });
      }
    },

    close() {
      camera.close();
      shown.close();
    },
  };
}
