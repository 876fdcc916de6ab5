/** Puts the parts together. */

import { Api, loadConfig } from "./api.js";
import { authFor } from "./auth.js";
import { render, html } from "./html.js";
import { Router } from "./router.js";
import { Store } from "./store.js";
import { language, t } from "./strings.js";
import { Uploader } from "./uploader.js";
import { documentView } from "./views/document.js";
import { dropKeys } from "./views/keys.js";
import { library } from "./views/library.js";
import { confirmation } from "./views/notices.js";
import { failure } from "./views/parts.js";
import { search } from "./views/search.js";
import { enliven, shell } from "./views/shell.js";
import { signIn } from "./views/signin.js";
import { trash } from "./views/trash.js";
import { Watcher } from "./watcher.js";

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
