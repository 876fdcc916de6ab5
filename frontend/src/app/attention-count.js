/** The number of documents that need attention and that the person has not looked at, kept up to date. */

/** After a document has failed, the index behind the count lags a moment. */
const LAG_MS = 2000;
/** Documents that other people and machines send are noticed within this time. */
const EVERY_MS = 60_000;

/**
 * @param {Pick<import("../../types.js").Deps, "api" | "store">} deps
 * @param {(count: number) => void} show
 */
export function watchAttention({ api, store }, show) {
  const load = async () => {
    if (document.hidden) return;
    // The count is only a hint, and is requested again anyway.
    const found = await api.countAttention().catch(() => null);
    if (found) show(found.count);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pending;
  store.subscribe(({ attention }) => {
    if (!attention) return;
    clearTimeout(pending);
    pending = setTimeout(() => void load(), LAG_MS);
  });
  window.addEventListener("attention-seen", () => {
    clearTimeout(pending);
    show(0);
  });
  document.addEventListener("visibilitychange", () => void load());
  setInterval(() => void load(), EVERY_MS);
  void load();
}
