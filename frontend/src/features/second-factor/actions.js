/** What the two-step sign-in screen loads and changes. */

import { Problem } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { at, codeOf, keyUri } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {ReturnType<typeof secondFactorActions>} Actions */

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../api/tokens.js").TokenAuth} auth
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {HTMLElement} element
 */
export function secondFactorActions(deps, auth, screen, element) {
  const focus = (/** @type {string} */ selector) => {
    screen.draw();
    /** @type {HTMLElement | null} */ (element.querySelector(selector))?.focus();
  };
  /** Shows what failed. The person's confirmation is valid for an hour. @param {unknown} error */
  const fail = (error) => {
    if (!(error instanceof Problem && error.code === "NotAuthorizedException"))
      return screen.update({ error, isBusy: false });
    auth.accountToken = "";
    screen.update({ ...at("confirm"), note: t("factor.tooLate") });
  };
  const load = async () => {
    const { account } = auth;
    if (!account) return screen.update(at("confirm"));
    screen.update(at("loading"));
    try {
      screen.update(at((await account.hasSecondFactor()) ? "on" : "off"));
    } catch (error) {
      fail(error);
    }
  };
  return {
    load,
    confirm: () => void auth.confirmPerson(),
    cancel: () => void load(),
    async setUp() {
      screen.update({ isBusy: true, error: null });
      try {
        const [{ drawing }, secret] = await Promise.all([import("./qr.js"), auth.account?.newSecret() ?? ""]);
        screen.update({ ...at("setup"), secret, ...drawing(keyUri(secret, deps.me.user.email ?? "")) });
        focus("h2");
      } catch (error) {
        fail(error);
      }
    },
    /** @param {string} typed */
    async turnOn(typed) {
      const code = codeOf(typed);
      if (!code) return wrong();
      screen.update({ isBusy: true, note: "" });
      try {
        await auth.account?.turnOn(code);
        screen.update(at("on"));
        focus("h2");
      } catch (error) {
        if (error instanceof Problem && /^(CodeMismatch|EnableSoftwareTokenMFA)Exception$/.test(error.code)) wrong();
        else fail(error);
      }
    },
    async turnOff() {
      if (
        !(await deps.confirm({
          title: t("factor.sure"),
          text: t("factor.sureText"),
          yes: t("factor.turnOff"),
          danger: true,
        }))
      )
        return;
      try {
        await auth.account?.turnOff();
        screen.update(at("off"));
        focus("h2");
      } catch (error) {
        fail(error);
      }
    },
  };

  function wrong() {
    screen.update({ isBusy: false, note: t("factor.wrongCode") });
    screen.draw();
    const input = /** @type {HTMLInputElement | null} */ (element.querySelector("[name=code]"));
    input?.focus();
    input?.select();
  }
}
