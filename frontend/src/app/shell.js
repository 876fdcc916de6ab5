/** What is around every view: the mark, the search box, the places, and the whole window as a place to drop. */

import { filesOf } from "../features/uploads/files.js";
import { html, render } from "../ui/html.js";
import { icon, MARK } from "../ui/icons.js";
import { t } from "../ui/strings.js";
import { toaster } from "../ui/notices.js";
import { uploadPanel } from "../features/uploads/view.js";

/** @param {HTMLElement} app @param {import("../../types.js").Me} me */
export function shell(app, me) {
  // The one owner of a deployment without a user pool has no address.
  const person = me.user.email ?? t("app.owner");
  render(
    app,
    html`<a class="skip" href="#main">${t("app.skip")}</a>
      <header class="top">
        <a class="brand" href="/">${MARK}<span>Docloft</span></a>
        <form class="search" role="search">
          ${icon("search")}
          <input type="search" name="q" aria-label="${t("search.label")}" placeholder="${t("search.placeholder")}" autocomplete="off" spellcheck="false" enterkeyhint="search" maxlength="1000" />
          <kbd aria-hidden="true">/</kbd>
        </form>
        <nav class="places" aria-label="${t("nav.main")}">
          <a href="/" data-place="library">${icon("library")}<span>${t("nav.library")}</span></a>
          <a href="/trash" data-place="trash">${icon("trash")}<span>${t("nav.trash")}</span></a>
        </nav>
        <div class="top-actions">
          <div class="split">
            <button type="button" class="button button-main" data-choose="files">${icon("upload")}<span>${t("nav.add")}</span></button>
            <button type="button" class="button button-main" popovertarget="add-menu" title="${t("nav.addWays")}">${icon("chevron")}<span class="unseen">${t("nav.addWays")}</span></button>
            <div id="add-menu" class="menu" popover>
              <button type="button" data-choose="files">${icon("file")}${t("nav.addFiles")}</button>
              <button type="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
              <p class="fine">${t("nav.addHint")}</p>
            </div>
          </div>
          <button type="button" class="button button-plain account" popovertarget="account-menu" title="${t("app.account")}"><span aria-hidden="true">${person.slice(0, 1)}</span><span class="unseen">${t("app.account")}</span></button>
          <div id="account-menu" class="menu" popover>
            <p class="menu-person"><span class="fine">${t("app.signedInAs")}</span><br />${person}</p>
            ${me.library.role === "owner" ? html`<a href="/keys" data-place="keys">${icon("key")}${t("nav.keys")}</a>` : ""}
            <button type="button" data-theme-switch>${icon("moon")}${t("app.theme")}</button>
            <button type="button" data-sign-out>${icon("out")}${t("app.signOut")}</button>
          </div>
        </div>
      </header>
      <p class="offline" role="status" hidden>${icon("offline")}<span>${t("error.offlineShort")}</span></p>
      <p class="busy" role="status" hidden><span class="spinner" aria-hidden="true"></span><span></span></p>
      <main id="main" tabindex="-1"></main>
      <div class="corner"><div class="toasts" role="status" aria-live="polite"></div><div class="uploads-place"></div></div>
      <div class="drop" hidden><div>${icon("upload")}<p class="drop-title">${t("app.dropHere")}</p><p>${t("app.dropHint")}</p></div></div>
      <input hidden type="file" multiple data-files aria-label="${t("nav.addFiles")}" />
      <input hidden type="file" multiple webkitdirectory data-folder aria-label="${t("nav.addFolder")}" />`,
  );
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (app.querySelector(name));
  return { main: part("main"), toast: toaster(part(".toasts")) };
}

/**
 * @param {HTMLElement} app
 * @param {import("../../types.js").Deps} deps
 */
export function enliven(app, deps) {
  const part = (/** @type {string} */ name) => /** @type {any} */ (app.querySelector(name));
  uploadPanel(part(".uploads-place"), deps.uploads);
  searchBox(part("form.search"), deps.router);
  dropping(part(".drop"), deps);

  for (const name of ["[data-files]", "[data-folder]"]) {
    part(name).addEventListener("change", (/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      deps.uploads.add([...(input.files ?? [])]);
      input.value = "";
    });
  }
  app.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    if (button?.dataset.choose) part("#add-menu").hidePopover();
    if (button?.dataset.choose) part(button.dataset.choose === "folder" ? "[data-folder]" : "[data-files]").click();
    if (button && "signOut" in button.dataset) deps.auth.signOut();
    if (button && "themeSwitch" in button.dataset) switchTheme();
  });
  backOff(part(".busy"), deps.api);
  deps.router.watch((name) => {
    part("#account-menu").hidePopover();
    if (name === "library" || name === "trash") document.title = `${t(`nav.${name}`)} · Docloft`;
    for (const link of app.querySelectorAll("[data-place]")) {
      link.toggleAttribute("aria-current", false);
      if (/** @type {HTMLElement} */ (link).dataset.place === name) link.setAttribute("aria-current", "page");
    }
  });
  const connection = () => {
    part(".offline").hidden = navigator.onLine;
  };
  window.addEventListener("online", connection);
  window.addEventListener("offline", connection);
  connection();
}

/** How long a wait must last before it is worth a word, and a word must stay to be read. */
const WORTH_SAYING = 500;
const READABLE = 1500;

/** Says that the server has put something off, while it has. @param {HTMLElement} line @param {import("../api/client.js").Api} api */
function backOff(line, api) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  api.onPutOff = (putOff) => {
    clearTimeout(timer);
    const isSaid = !line.hidden;
    if (putOff > 0 === isSaid) return;
    timer = setTimeout(
      () => {
        line.hidden = isSaid;
        const words = line.querySelector("span:last-child");
        if (words) words.textContent = isSaid ? "" : t("error.busy");
      },
      isSaid ? READABLE : WORTH_SAYING,
    );
  };
}

function switchTheme() {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("docloft-theme", root.dataset.theme);
}

/** @param {HTMLFormElement} form @param {import("./router.js").Router} router */
function searchBox(form, router) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const ask = () => {
    const isSearch = location.pathname === "/search";
    if (!input.value.trim() && !isSearch) return;
    router.go(`/search?${new URLSearchParams({ q: input.value })}`, { replace: isSearch, focus: false });
  };
  input.addEventListener("input", ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (document.querySelector("main [data-move]"))?.focus();
    }
    if (event.key === "Escape") {
      event.preventDefault();
      input.value = "";
      if (location.pathname === "/search") router.back("/");
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {Element} */ (event.target).closest("input, textarea, select, dialog");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.select();
    }
  });
  router.watch((name, params) => {
    if (document.activeElement !== input) input.value = name === "search" || name === "document" ? (params.get("q") ?? "") : "";
  });
}

/** The whole window takes files. @param {HTMLElement} veil @param {import("../../types.js").Deps} deps */
function dropping(veil, deps) {
  let depth = 0;
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  const lift = () => {
    depth = 0;
    veil.hidden = true;
  };
  const take = async (/** @type {DataTransfer} */ transfer) => {
    const files = await filesOf(transfer);
    if (files.length > 0) deps.uploads.add(files);
    else deps.toast(t("upload.nothing"));
  };
  window.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    veil.hidden = false;
  });
  window.addEventListener("dragleave", (event) => {
    if (carriesFiles(event) && --depth <= 0) lift();
  });
  window.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    lift();
    void take(event.dataTransfer);
  });
  window.addEventListener("paste", (event) => {
    if (event.clipboardData && event.clipboardData.files.length > 0) {
      event.preventDefault();
      void take(event.clipboardData);
    }
  });
}
