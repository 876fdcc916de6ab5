/**
 * Links to thumbnails expire after minutes while a page may stay open for days: expired ones are requested again
 * together.
 */

const COLLECT_MS = 250;
const MAX_IDS = 100;

/**
 * Repairs thumbnails in an element whose documents are named by `data-id`. A picture that fails twice in a row is left
 * out.
 * @param {HTMLElement} element
 * @param {Pick<import("../../types.js").Deps, "api" | "store">} deps
 * @returns {() => void} stops it
 */
export function repairLinks(element, { api, store }) {
  const abort = new AbortController();
  /** @type {Map<string, HTMLElement>} */
  let broken = new Map();

  const repair = async () => {
    const pictures = broken;
    broken = new Map();
    const ids = [...pictures.keys()];
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      const { documents } = await api.listDocuments({ ids: ids.slice(start, start + MAX_IDS).join(",") }, abort.signal);
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
    // A missing picture needs no error message: the name is beside it.
    if (broken.size === 0) setTimeout(() => void repair().catch(() => {}), COLLECT_MS);
    broken.set(id, picture);
  };
  const onLoad = (/** @type {Event} */ event) => {
    delete (/** @type {HTMLElement} */ (event.target).dataset.again);
  };
  // Neither event of a picture bubbles.
  element.addEventListener("error", onError, { capture: true, signal: abort.signal });
  element.addEventListener("load", onLoad, { capture: true, signal: abort.signal });
  return () => abort.abort();
}
