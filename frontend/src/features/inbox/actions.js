/**
 * What the inbox loads and changes. A paper that is filed disappears at once, and comes back if filing it was refused.
 */

import { isAbort, sentence } from "../../api/problems.js";
import { wait } from "../../api/wait.js";
import { t } from "../../ui/strings.js";
import { changesOf, isAcceptable } from "../suggestions/actions.js";
import { currentOf, isBehind, moved, undoing, withChanged, withDone, withPapers, withReturned } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof inboxActions>} Actions
 */

const LIMIT = 50;
/** The next part is loaded when this many papers are left. */
const FEW = 10;
/** Papers whose suggestions are loaded ahead. */
const AHEAD = 3;
const CATCH_UP_MS = 500;

/**
 * Papers that leave the inbox, and come back.
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {{ shown: Map<string, Doc>, prepare: () => void, signal: AbortSignal }} inbox `shown`: papers as they were
 *   when they were shown first
 */
function leavingActions({ api, store, overview, toast, toastUntil }, screen, { shown, prepare, signal }) {
  /** Changes are sent one after another, so that undoing comes after what it undoes. */
  let last = Promise.resolve();
  /** Removes the message about a paper that has left, by the paper's id. @type {Map<string, () => void>} */
  const withdrawals = new Map();
  /** @param {() => Promise<void>} act */
  const follow = (act) => {
    last = last.then(act).catch((error) => toast(sentence(error)));
  };

  /** @param {string} id */
  const withdraw = (id) => {
    withdrawals.get(id)?.();
    withdrawals.delete(id);
  };

  /** @param {() => Promise<void>} act @param {Doc} paper that comes back when it fails */
  const enqueue = (act, paper) => {
    last = last.then(act).catch((error) => {
      if (isAbort(error)) return;
      withdraw(paper.id);
      toast(sentence(error));
      screen.update(withReturned(screen.state, paper));
      overview.expect({ inbox: 1 });
    });
  };

  /** @param {Doc} paper @param {"filed" | "trashed"} kind */
  const leave = (paper, kind) => {
    const before = shown.get(paper.id) ?? paper;
    screen.update(withDone(screen.state, paper, kind, before));
    overview.expect(kind === "trashed" ? { inbox: -1, total: -1, trash: 1 } : { inbox: -1 });
    withdrawals.set(
      paper.id,
      toastUntil(t(`inbox.${kind}`, { title: paper.title }), { label: t("inbox.undo"), act: () => undo(paper.id) }),
    );
    prepare();
  };

  /** The last paper that has left comes back as it was, or the one with this id. @param {string} [id] */
  const undo = (id) => {
    const done = id ? screen.state.done.find(({ before }) => before.id === id) : screen.state.done.at(-1);
    if (!done) return;
    const { before, kind } = done;
    withdraw(before.id);
    screen.update(withReturned(screen.state, before));
    overview.expect(kind === "trashed" ? { inbox: 1, total: 1, trash: -1 } : { inbox: 1 });
    follow(async () => {
      if (kind === "trashed") store.put(await api.restoreDocument(before.id));
      const now = store.get(before.id) ?? before;
      const changes = undoing(before, now);
      if (kind === "filed" || Object.keys(changes).length > 1) store.put(await api.editDocument(now, changes));
      toast(t("inbox.undone", { title: before.title }));
    });
  };

  /** Waits until the server has made all changes so far, and its index may have them. */
  const catchUp = async () => {
    await last;
    await wait(CATCH_UP_MS, signal);
  };

  return { leave, undo, enqueue, follow, catchUp };
}

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {AbortSignal} signal
 */
export function inboxActions(deps, screen, signal) {
  const { api, store } = deps;
  /** Papers as they were when they were shown first. @type {Map<string, Doc>} */
  const shown = new Map();
  let isLoading = false;

  /** The papers after those that are loaded. `known`: how many were loaded when they were requested */
  const next = async () => {
    const known = screen.state.papers.length;
    return {
      known,
      found: await api.listRows({ q: "is:inbox", order: "-added", offset: known, limit: LIMIT }, signal),
    };
  };

  const load = async () => {
    if (isLoading || !screen.state.hasMore) return;
    isLoading = true;
    try {
      let part = await next();
      // Papers that left meanwhile moved the others up: some would be skipped.
      while (isBehind(screen.state, part.found, LIMIT) || screen.state.papers.length < part.known) {
        if (isBehind(screen.state, part.found, LIMIT)) await catchUp();
        part = await next();
      }
      screen.update(
        withPapers(screen.state, store.putAll(part.found.documents), {
          total: part.found.total,
          offset: part.known,
          limit: LIMIT,
        }),
      );
      prepare();
    } catch (error) {
      if (!isAbort(error)) screen.update({ error });
    } finally {
      isLoading = false;
    }
  };

  /** Loads the suggestions of this paper and of the next ones. */
  const prepare = () => {
    const { papers, at, suggestions } = screen.state;
    const current = papers[at];
    if (current && !shown.has(current.id)) shown.set(current.id, current);
    for (const { id } of papers.slice(at, at + AHEAD)) {
      if (id in suggestions) continue;
      // So that they are requested once.
      screen.update({ suggestions: { ...screen.state.suggestions, [id]: [] } });
      api
        .listSuggestions(id, signal)
        .then((found) =>
          screen.update({ suggestions: { ...screen.state.suggestions, [id]: found.suggestions.filter(isAcceptable) } }),
        )
        // A paper can be filed without them.
        .catch(() => {});
    }
    if (papers.length - at <= FEW) void load();
  };

  const { leave, undo, enqueue, follow, catchUp } = leavingActions(deps, screen, { shown, prepare, signal });

  return {
    load,
    prepare,
    undo,
    /** Accepts all suggestions, and shows the next paper. */
    file() {
      const paper = currentOf(screen.state);
      if (!paper) return;
      const suggested = screen.state.suggestions[paper.id] ?? [];
      leave(paper, "filed");
      enqueue(async () => {
        const changes = await changesOf(deps, suggested, { inbox: false });
        store.put(await api.editDocument(store.get(paper.id) ?? paper, changes));
      }, paper);
    },
    trash() {
      const paper = currentOf(screen.state);
      if (!paper) return;
      leave(paper, "trashed");
      enqueue(async () => void store.put(await api.trashDocument(paper.id)), paper);
    },
    /** @param {number} by */
    move(by) {
      screen.update(moved(screen.state, by));
      prepare();
    },
    /** A suggestion that is not to be accepted. @param {import("./state.js").Suggestion} refused */
    refuse({ fact, value }) {
      const paper = currentOf(screen.state);
      if (!paper) return;
      const left = (screen.state.suggestions[paper.id] ?? []).filter((one) => one.fact !== fact || one.value !== value);
      screen.update({ suggestions: { ...screen.state.suggestions, [paper.id]: left } });
      follow(async () => void store.put(await api.refuseSuggestion(paper.id, fact, value)));
    },
    /** @param {Doc} changed */
    see: (changed) => screen.update(withChanged(screen.state, changed)),
    retry() {
      screen.update({ error: null });
      return load();
    },
  };
}
