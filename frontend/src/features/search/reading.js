/** What the reading pane loads. */

/**
 * How long a hit must have the focus before its page is loaded: while someone flips through the hits, only the last one
 * loads.
 */
const PAUSE_MS = 140;

/**
 * @param {Pick<import("../../../types.js").Deps, "api">} deps
 * @param {import("../../ui/screen.js").Screen<import("./state.js").State>} screen
 */
export function readingActions({ api }, screen) {
  let reader = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let flip;
  const load = async (/** @type {import("./state.js").Found} */ { hit, query, isExact }) => {
    const { signal } = reader;
    const shown = { id: hit.document.id, page: hit.page, text: null, error: null };
    try {
      const text = await api.pageText(shown.id, hit.page, { query, isExact }, signal);
      if (!signal.aborted) screen.update({ reading: { ...shown, text } });
    } catch (error) {
      if (!signal.aborted) screen.update({ reading: { ...shown, error } });
    }
  };
  const stop = () => {
    reader.abort();
    clearTimeout(flip);
  };
  return {
    stop,
    /** Shows the page of a hit in the reading pane. */
    read(/** @type {import("./state.js").Found} */ found) {
      const { id } = found.hit.document;
      if (screen.state.reading?.id === id && !screen.state.reading.error) return;
      stop();
      reader = new AbortController();
      screen.update({ reading: { id, page: found.hit.page, text: null, error: null } });
      flip = setTimeout(() => void load(found), PAUSE_MS);
    },
  };
}
