/** Links to pictures live for minutes, a page may stay open for days: those that broke are asked for anew, all at once. */

const TOGETHER = 60;
const AT_ONCE = 100;

/**
 * Mends thumbnails below an element whose documents are named by `data-id`; each once, so that one that is gone is not
 * asked for over and over.
 * @param {HTMLElement} element
 * @param {import("../../types.js").Deps} deps
 * @returns {() => void} ends it
 */
export function mendPictures(element, { api, store }) {
  const abort = new AbortController();
  /** @type {Map<string, HTMLElement>} */
  let broken = new Map();

  const mend = async () => {
    const pictures = broken;
    broken = new Map();
    const ids = [...pictures.keys()];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const { documents } = await api.listDocuments({ ids: ids.slice(start, start + AT_ONCE).join(",") }, abort.signal);
      for (const { id, thumbnail } of store.putAll(documents)) {
        if (thumbnail) pictures.get(id)?.setAttribute("src", thumbnail.url);
      }
    }
  };
  const onError = (/** @type {Event} */ event) => {
    const picture = /** @type {HTMLElement} */ (event.target);
    const id = /** @type {HTMLElement | null} */ (picture.closest("[data-id]"))?.dataset.id;
    if (!id || picture.tagName !== "IMG" || picture.dataset.again) return;
    picture.dataset.again = "1";
    // A picture that stays away is no trouble worth a word: its name stands beside it.
    if (broken.size === 0) setTimeout(() => void mend().catch(() => {}), TOGETHER);
    broken.set(id, picture);
  };
  // Errors of pictures do not bubble.
  element.addEventListener("error", onError, { capture: true, signal: abort.signal });
  return () => abort.abort();
}
