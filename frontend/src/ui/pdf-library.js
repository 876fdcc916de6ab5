/** pdf.js, loaded when the first PDF is opened. */

import { scriptUrl } from "./html.js";

/**
 * The address of this version (deploy/site.cjs): a new version has a new address, so it is never mixed with an old one.
 */
const PDFJS = "/vendor/pdfjs-6.5.438/";

/** pdf.js opens nothing with its worker while a document that used it is being closed. @type {Promise<unknown>} */
let closing = Promise.resolve();

/** @returns {Promise<any>} the module; its worker runs under our Trusted Types policy */
async function load() {
  const address = `${PDFJS}pdf.min.mjs`;
  const module = await import(address);
  module.GlobalWorkerOptions.workerPort ??= new Worker(scriptUrl(`${PDFJS}pdf.worker.min.mjs`), { type: "module" });
  return module;
}

/**
 * Raises whatever pdf.js raises, even when it is aborted.
 * @param {string} url
 * @param {AbortSignal} signal closes the document
 * @returns {Promise<{ pdf: any, TextLayer: any }>}
 */
export async function openPdf(url, signal) {
  const { getDocument, TextLayer } = await load();
  await closing;
  signal.throwIfAborted();
  const task = getDocument({
    url,
    cMapUrl: `${PDFJS}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PDFJS}standard_fonts/`,
    wasmUrl: `${PDFJS}wasm/`,
    iccUrl: `${PDFJS}iccs/`,
    isEvalSupported: false,
    verbosity: 0,
    enableXfa: false,
  });
  signal.addEventListener("abort", () => {
    closing = Promise.all([closing, task.destroy().catch(() => {})]);
  });
  return { pdf: await task.promise, TextLayer };
}
