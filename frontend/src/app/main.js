/** Puts the parts together. */

import { authFor } from "../api/auth.js";
import { loadConfig } from "../api/client.js";
import * as device from "../api/device.js";
import { KeptUploads } from "../api/kept-uploads.js";
import { Api } from "../api/operations.js";
import { Overview } from "../api/overview.js";
import { SavedViews } from "../api/saved-views.js";
import { Store } from "../api/store.js";
import { Watcher } from "../api/watcher.js";
import { signIn } from "../features/sign-in/view.js";
import { forgetUnsent, UnsentFiles } from "../features/uploads/unsent.js";
import { Uploader } from "../features/uploads/uploader.js";
import { confirm } from "../ui/dialog.js";
import { setFormats } from "../ui/formats.js";
import { html, render } from "../ui/html.js";
import { setNames } from "../ui/names.js";
import { failure } from "../ui/parts.js";
import { language, t } from "../ui/strings.js";
import { toasts } from "../ui/toasts.js";
import { installWorker, resumeUploads } from "./installation.js";
import { copyOfDevice, forgetCopy, resume, watchCopy } from "./offline.js";
import { Router } from "./router.js";
import { SCREENS } from "./screens.js";
import { shell } from "./shell.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
document.documentElement.lang = language;

let isSignedOut = false;
let closeShell = () => {};

async function start() {
  render(html`<p class="loading" role="status">${t("app.loading")}</p>`, app);
  const config = await loadConfig();
  const auth = authFor(config, {
    onSignedIn: () => location.reload(),
    onSignedOut: (why) => {
      isSignedOut = true;
      // Removes everything of this person from the device, except waiting files if they did not choose to sign out.
      // Other people never see those.
      void forgetCopy();
      if (why !== "expired") {
        void device.forget();
        forgetUnsent();
      }
      closeShell();
      signIn(app, auth, why);
    },
  });
  const copy = copyOfDevice();
  const { signedIn, failed } = await resume(auth, copy);
  if (!signedIn) {
    void forgetCopy();
    return signIn(app, auth, failed ? "failed" : "");
  }

  const api = new Api(config.api_url, auth);
  api.copy = copy;
  // Documents can be read without the names.
  const [me, { names }] = await Promise.all([api.me(), api.listNames().catch(() => ({ names: [] }))]);
  setNames(names);
  api.role = me.library.role;
  setFormats(me.limits.accepted);
  const store = new Store();
  const watcher = new Watcher(api, store);
  const kept = new KeptUploads(`${me.user.id} ${me.library.id}`);
  const uploads = new Uploader(api, store, watcher, me.limits.max_upload_bytes, kept, new UnsentFiles(kept.owner));
  const outlet = Object.assign(document.createElement("main"), { id: "main", tabIndex: -1 });
  const messages = Object.assign(document.createElement("div"), {
    className: "toasts",
    role: "status",
    ariaLive: "polite",
  });
  const router = new Router(outlet, SCREENS);
  const views = new SavedViews(api);
  const overview = new Overview(api);
  const deps = { api, auth, store, router, uploads, watcher, views, overview, me, ...toasts(messages), confirm };
  closeShell = shell(app, deps, { outlet, messages });
  views.watch(store);
  overview.watch(store);
  if (copy) watchCopy(api, copy, store);
  router.start(deps);
  return resumeUploads(deps);
}

async function begin() {
  try {
    await start();
  } catch (error) {
    if (!isSignedOut) render(html`<main class="sign-in">${failure(error, () => void begin())}</main>`, app);
  }
}

// What failed because there was no connection is tried again when it is back.
window.addEventListener("online", () => {
  /** @type {HTMLElement | null} */ (app.querySelector("[data-action=retry][data-when=online]"))?.click();
});
app.replaceChildren();
void begin();
void installWorker();
