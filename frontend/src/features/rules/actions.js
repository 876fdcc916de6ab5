/** What the screen of rules loads and changes. */

import { deleteRule, listRules, runRule, saveRule, sortRules, tryRule } from "../../api/filing-rules.js";
import { isAbort, sentence } from "../../api/problems.js";
import { setNames } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { followChange } from "../bulk-work/actions.js";
import { editRule } from "./dialog.js";
import { besides, moved, sorted } from "./state.js";

/** The most documents that a rule is applied to at once (docloft.lifecycle.bulk_changes). */
const MOST_APPLIED = 50_000;

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Rule} Rule
 * @typedef {ReturnType<typeof ruleActions>} Actions
 */

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function ruleActions(deps, screen, element, signal) {
  const load = async () => {
    screen.update({ error: null });
    try {
      const [{ rules }, { names }] = await Promise.all([listRules(deps.api, signal), deps.api.listNames(signal)]);
      setNames(names);
      screen.update({ rules, isLoaded: true });
    } catch (error) {
      if (!isAbort(error)) screen.update({ error });
    }
  };
  /** Reloads the list even after an error: someone else may have changed it. @param {() => Promise<unknown>} act */
  const changed = async (act) => {
    try {
      await act();
    } catch (error) {
      deps.toast(sentence(error));
    }
    await load();
  };
  /** Changes are sent one after another: each is based on the versions that the one before it made. */
  let last = Promise.resolve();
  const inTurn = (/** @type {() => Promise<void>} */ act) => (last = last.then(act));
  /** The rule as it is now. @param {Rule} rule */
  const current = (rule) => screen.state.rules.find(({ id }) => id === rule.id) ?? rule;
  /**
   * Moves the focus to a button of a rule, or to another place if it is gone.
   * @param {string} [id]
   * @param {string} [control]
   */
  const focus = (id, control = "edit") => {
    screen.draw();
    const row = id ? element.querySelector(`[data-id="${id}"]`) : null;
    const wanted =
      row?.querySelector(`[data-control="${control}"]:not([disabled])`) ?? row?.querySelector("button:not([disabled])");
    /** @type {HTMLElement | null} */ (wanted ?? element.querySelector("h1"))?.focus();
  };
  return {
    load,
    async edit(/** @type {Rule | null} */ rule) {
      await last;
      const saved = await editRule(deps, rule && current(rule));
      if (!saved) return;
      deps.toast(t("rules.saved", { name: saved.name }));
      await load();
      focus(saved.id);
    },
    toggle(/** @type {Rule} */ { is_on: wasOn, ...rule }) {
      const seen = screen.state.rules;
      screen.update({ rules: seen.map((one) => (one.id === rule.id ? { ...one, is_on: !wasOn } : one)) });
      const act = async () => {
        const { name, query, zone, actions, version } = current({ ...rule, is_on: wasOn });
        await changed(() => saveRule(deps.api, rule.id, { name, query, zone, actions, is_on: !wasOn }, version));
      };
      return inTurn(act);
    },
    move(/** @type {Rule} */ rule, /** @type {1 | -1} */ by) {
      const ids = moved(screen.state.rules, rule.id, by);
      screen.update({ rules: sorted(screen.state.rules, ids) });
      focus(rule.id, by < 0 ? "up" : "down");
      return inTurn(() => changed(() => sortRules(deps.api, ids)));
    },
    async run(/** @type {Rule} */ rule) {
      try {
        const { total } = await tryRule(deps.api, rule.query, rule.actions);
        if (!total) return deps.toast(t("rules.findsNothing"));
        if (total > MOST_APPLIED) return deps.toast(t("rules.findsTooMany", { n: total, most: MOST_APPLIED }));
        const question = {
          title: t("rules.runTitle", { n: total, name: rule.name }),
          text: t("rules.runText"),
          yes: t("rules.runYes", { n: total }),
        };
        if (!(await deps.confirm(question))) return;
        await followChange(deps, await runRule(deps.api, rule.id));
      } catch (error) {
        deps.toast(sentence(error));
      }
    },
    async remove(/** @type {Rule} */ rule) {
      const question = {
        title: t("rules.sure", { name: rule.name }),
        text: t("rules.sureText"),
        yes: t("rules.delete"),
        danger: true,
      };
      if (!(await deps.confirm(question))) return;
      const next = besides(screen.state.rules, rule);
      const act = async () => {
        await deleteRule(deps.api, current(rule));
        deps.toast(t("rules.deleted", { name: rule.name }));
      };
      await inTurn(() => changed(act));
      focus(next?.id);
    },
  };
}
