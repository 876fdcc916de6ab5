/** The menu of the person who is signed in. */

import { forget } from "../api/device.js";
import { showShortcuts } from "../features/shortcuts/actions.js";
import { isOnlyHere } from "../features/uploads/state.js";
import { html, nothing } from "../ui/html.js";
import { icon } from "../ui/icons.js";
import { t } from "../ui/strings.js";
import { SCREENS } from "./screens.js";
import { switchTheme } from "./theme.js";

/** @typedef {import("../../types.js").Deps} Deps @typedef {import("./shell.js").State} State */

/** @param {State} state @param {Deps} deps */
export function accountMenu(state, deps) {
  const { me } = deps;
  // The one owner of a deployment without a user pool has no e-mail address.
  const person = me.user.email ?? t("app.owner");
  return html`<button
      type="button"
      class="button button-plain account"
      popovertarget="account-menu"
      title=${t("app.account")}
    >
      <span aria-hidden="true">${person.slice(0, 1)}</span><span class="unseen">${t("app.account")}</span>
    </button>
    <div id="account-menu" class="menu" popover>
      <p class="menu-person"><span class="fine">${t("app.signedInAs")}</span><br />${person}</p>
      ${accountLinks(state, deps)}
      <button type="button" data-keyboard @click=${() => void showShortcuts()}>
        ${icon("keyboard")}${t("shortcuts.title")}
      </button>
      <button type="button" @click=${switchTheme}>${icon("moon")}${t("app.theme")}</button>
      <button type="button" @click=${() => void signOut(deps)}>${icon("out")}${t("app.signOut")}</button>
    </div>`;
}

/** @param {State} state @param {Deps} deps */
function accountLinks(state, { auth, me }) {
  return SCREENS.map(({ name, title, link }) => {
    if (!title || link?.menu !== "account" || (link.ownersOnly && me.library.role !== "owner")) return nothing;
    if (link.signInBy && link.signInBy !== auth.by) return nothing;
    return html`<a href=${link.address} data-place=${name} aria-current=${state.place === name ? "page" : nothing}
      >${icon(link.icon)}<span>${t(title)}</span></a
    >`;
  });
}

/** Deletes what is stored on this device before leaving the page. @param {Deps} deps */
async function signOut({ auth, uploads, confirm }) {
  const n = uploads.items.filter(isOnlyHere).length;
  if (
    n > 0 &&
    !(await confirm({
      title: t("upload.signOutTitle"),
      text: t("upload.signOutText", { n }),
      yes: t("app.signOut"),
      danger: true,
    }))
  )
    return;
  await forget();
  auth.signOut();
}
