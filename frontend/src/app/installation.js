/** The installed site: its service worker (worker/service-worker.js), and what another app shares with it. */

import { wait } from "../api/wait.js";
import { scriptUrl } from "../ui/html.js";
import { isKey, t } from "../ui/strings.js";

/** A tab that is open for days looks for a new version when the person comes back to it. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** What the first page may take before the files of the other screens are fetched. */
const FIRST_PAGE_MS = 4000;

/** The first visit is not slowed down: the worker loads its files after the page has loaded its own. */
export async function installWorker() {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState !== "complete")
    await new Promise((resolve) => window.addEventListener("load", resolve, { once: true }));
  if (!navigator.serviceWorker.controller) await wait(FIRST_PAGE_MS);
  try {
    const registration = await navigator.serviceWorker.register(scriptUrl("/service-worker.js"), {
      updateViaCache: "none",
    });
    let looked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - looked < LOOK_AGAIN_MS) return;
      looked = Date.now();
      registration?.update().catch(() => {});
    });
  } catch {
    // A private window, or a browser that forbids it: the site works, but not without a connection.
  }
}

/**
 * Continues the uploads that wait on this device, and says what happened to files that another app has shared.
 * @param {Pick<import("../../types.js").Deps, "uploads" | "me" | "toast" | "router">} deps
 */
export async function resumeUploads({ uploads, me, toast, router }) {
  const address = new URL(location.href);
  const shared = address.searchParams.get("shared");
  if (shared) {
    address.searchParams.delete("shared");
    router.rewrite(address.pathname + address.search);
    const key = `upload.shared.${shared}`;
    if (isKey(key)) toast(t(key));
  }
  if (me.library.role !== "viewer") await uploads.resume();
}
