/** Puts the parts together. */

import { Api, loadConfig } from "../api/client.js";
import { authFor } from "../api/auth.js";
import { render, html } from "../ui/html.js";
import { Router } from "./router.js";
import { Store } from "../api/store.js";
import { language, t } from "../ui/strings.js";
import { Uploader } from "../features/uploads/uploader.js";
import { documentView } from "../features/document/view.js";
import { dropKeys } from "../features/drop-keys/view.js";
import { library } from "../features/library/view.js";
import { confirmation } from "../ui/notices.js";
import { failure } from "../ui/parts.js";
import { search } from "../features/search/view.js";
import { enliven, shell } from "./shell.js";
import { signIn } from "../features/sign-in/view.js";
import { trash } from "../features/trash/view.js";
import { Watcher } from "../api/watcher.js";

const ROUTES = [
  { name: "search", pattern: /^\/search$/, view: search },
  { name: "document", pattern: /^\/documents\/([0-9A-Z]{26})$/, view: documentView },
  { name: "trash", pattern: /^\/trash$/, view: trash },
  { name: "keys", pattern: /^\/keys$/, view: dropKeys },
  { name: "library", pattern: /^/, view: library },
];

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
document.documentElement.lang = language;

/** Whether the person was led back to the door. */
let isOutside = false;

async function start() {
  render(app, html`<p class="loading" role="status">${t("app.loading")}</p>`);
  const config = await loadConfig();
  const auth = await authFor(config, () => {
    isOutside = true;
    signIn(app, auth, "expired");
  });
  const { signedIn, failed } = await auth.resume();
  if (!signedIn) return signIn(app, auth, failed ? "failed" : "");

  const api = new Api(config.api_url, auth);
  const me = await api.me();
  const store = new Store();
  const watcher = new Watcher(api, store);
  const uploads = new Uploader(api, store, watcher, me.limits.max_upload_bytes);
  const { main, toast } = shell(app, me);
  const router = new Router(main, ROUTES);
  const deps = { api, auth, store, router, uploads, watcher, me, toast, confirm: confirmation };
  enliven(app, deps);
  return router.start(deps);
}

async function begin() {
  try {
    await start();
  } catch (error) {
    if (isOutside) return;
    render(app, html`<main class="door">${failure(error)}</main>`);
    app.querySelector("[data-action=retry]")?.addEventListener("click", () => void begin());
  }
}

// What failed because there was no connection is tried again by itself when there is one.
window.addEventListener("online", () => {
  /** @type {HTMLElement | null} */ (app.querySelector("[data-action=retry][data-when=online]"))?.click();
});
void begin();
