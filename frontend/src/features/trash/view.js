/** What was moved to the trash: back again, or gone for ever. */

import { wait } from "../../api/client.js";
import { day } from "../../ui/format.js";
import { html, make, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { isAbort, Problem, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { emptiness, factLine, failure, skeletons, thumbnail, walk } from "../../ui/parts.js";
import { mendPictures } from "../../ui/pictures.js";

/** @typedef {import("../../../types.js").Doc} Doc */

/** @type {Set<string>} deleted for ever from this page: the lists may still name them for a moment */
const gone = new Set();

/**
 * Moves a document to the trash and offers the way back.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 */
export async function moveToTrash(deps, document) {
  deps.store.put(await deps.api.trashDocument(document.id));
  deps.toast(t("trash.moved", { title: document.title }), {
    label: t("trash.undo"),
    act: () => void restore(deps, document).catch((error) => deps.toast(sentence(error))),
  });
}

/** @param {import("../../../types.js").Deps} deps @param {Doc} document */
export async function restore(deps, document) {
  const restored = deps.store.put(await deps.api.restoreDocument(document.id));
  deps.watcher.watchAll([restored]);
  deps.toast(t("trash.restored", { title: document.title }));
}

/**
 * Asks, deletes for ever, and waits until it is done. Answers false when the person keeps it.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 */
export async function purge(deps, document) {
  const { title } = document;
  const sure = await deps.confirm({
    title: t("trash.sure", { title }),
    text: t("trash.sureText"),
    yes: t("document.purge"),
    danger: true,
  });
  if (!sure) return false;
  const { job } = await deps.api.purgeDocument(document.id);
  deps.toast(t("trash.deleting", { title }));
  void finished(deps, job.id).then(
    (reason) => {
      if (reason !== null) gone.delete(document.id);
      deps.toast(reason === null ? t("trash.deleted", { title }) : t("trash.notDeleted", { title, reason }));
    },
    (error) => deps.toast(t("trash.notDeleted", { title, reason: sentence(error) })),
  );
  gone.add(document.id);
  deps.store.remove(document.id);
  deps.watcher.forget(document.id);
  return true;
}

/** @param {import("../../../types.js").Deps} deps @param {string} jobId @returns {Promise<string | null>} why it failed */
async function finished(deps, jobId) {
  for (let pause = 300; ; pause = Math.min(pause * 1.5, 5000)) {
    const job = await deps.api.findJob(jobId);
    if (job.state === "done") return null;
    if (job.state === "failed") return job.reason ?? "";
    await wait(pause);
  }
}

/** @param {Doc} document */
function row(document) {
  return html`<li class="card" data-id="${document.id}">
    <a class="card-link" href="/documents/${document.id}" data-move>
      <span class="card-picture">${thumbnail(document)}</span>
      <span class="card-words">
        <span class="card-title">${document.title}</span>
        <span class="card-facts">${factLine(document)} <span class="fact">${t("trash.since", { date: day(document.trashed_at ?? document.updated_at) })}</span></span>
      </span>
    </a>
    <span class="card-actions">
      <button type="button" class="button" data-action="restore" aria-label="${t("document.restore")}: ${document.title}">${icon("restore")}${t("document.restore")}</button>
      <button type="button" class="button button-danger" data-action="purge" aria-label="${t("document.purge")}: ${document.title}">${icon("trash")}${t("document.purge")}</button>
    </span>
  </li>`;
}

/** @type {import("../../../types.js").View} */
export function trash(element, deps) {
  const abort = new AbortController();
  /** @type {string | null} */
  let cursor = null;
  render(
    element,
    html`<div class="bar"><h1 tabindex="-1">${t("trash.title")}</h1></div>
      <ul class="cards" data-layout="list" aria-label="${t("trash.title")}" aria-busy="true">${skeletons(4)}</ul>
      <div class="more" hidden><button type="button" class="button" data-action="more">${t("library.more")}</button></div>
      <div class="state"></div>`,
  );
  const list = /** @type {HTMLElement} */ (element.querySelector(".cards"));
  const more = /** @type {HTMLElement} */ (element.querySelector(".more"));
  const state = /** @type {HTMLElement} */ (element.querySelector(".state"));

  /** Newest document first, as the API lists them; what was restored or deleted is taken away. @param {Doc} document */
  const place = (document) => {
    const { id, trashed_at } = document;
    const item = list.querySelector(`[data-id="${id}"]`);
    if (!trashed_at || gone.has(id)) return void item?.remove();
    if (item) return;
    const older = [...list.children].find((other) => (/** @type {HTMLElement} */ (other).dataset.id ?? "") < id);
    // Older than everything loaded: it comes with its page.
    if (older || !cursor) list.insertBefore(make(row(document)), older ?? null);
  };
  const tellEmptiness = () => {
    const none = list.children.length === 0 && !cursor;
    list.hidden = none;
    if (none) render(state, emptiness("trash", t("trash.empty"), t("trash.emptyHint")));
    else state.replaceChildren();
  };
  const load = async () => {
    try {
      const query = { trashed: "true", limit: "60", ...(cursor ? { cursor } : {}) };
      const page = await deps.api.listDocuments(query, abort.signal);
      if (list.getAttribute("aria-busy") === "true") list.replaceChildren();
      list.removeAttribute("aria-busy");
      const documents = deps.store.putAll(page.documents);
      // A page goes to the end, whatever the cursor says of the next.
      cursor = null;
      for (const document of documents) place(document);
      cursor = page.cursor;
      // The list is read from an index that is a moment late; what was trashed just now is known here already.
      for (const document of deps.store.documents.values()) place(document);
      more.hidden = !cursor;
      tellEmptiness();
    } catch (error) {
      if (isAbort(error)) return;
      list.hidden = list.getAttribute("aria-busy") === "true";
      more.hidden = true;
      render(state, failure(error));
    }
  };
  const act = async (/** @type {string} */ action, /** @type {HTMLElement} */ item) => {
    const document = deps.store.get(item.dataset.id ?? "");
    if (!document) return;
    const next = /** @type {HTMLElement | null} */ (item.nextElementSibling ?? item.previousElementSibling);
    try {
      if (action === "restore") await restore(deps, document);
      else if (!(await purge(deps, document))) return;
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) return deps.toast(sentence(error));
    }
    item.remove();
    tellEmptiness();
    (next?.querySelector("a") ?? /** @type {HTMLElement | null} */ (element.querySelector("h1")))?.focus();
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    const action = button?.dataset.action ?? "";
    if (action === "more" || action === "retry") {
      list.hidden = false;
      state.replaceChildren();
      return void load();
    }
    const item = /** @type {HTMLElement | null} */ (button?.closest(".card") ?? null);
    if (item) void act(action, item);
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => walk(element, event);
  const heal = mendPictures(element, deps);
  const silence = deps.store.listen((document) => {
    if (list.getAttribute("aria-busy") === "true") return;
    place(document);
    tellEmptiness();
  });
  element.addEventListener("click", onClick);
  element.addEventListener("keydown", onKey);
  void load();
  return () => {
    abort.abort();
    silence();
    heal();
    element.removeEventListener("click", onClick);
    element.removeEventListener("keydown", onKey);
  };
}
