/** The state of the two-step sign-in screen. Pure. */

/**
 * @typedef {"confirm" | "loading" | "off" | "setup" | "on"} Step `confirm`: the person has to confirm who they are
 *   first
 * @typedef {{ step: Step, secret: string, qr: string, size: number, note: string, isBusy: boolean, error: unknown }}
 *   State `secret`: for the authenticator app; `qr`, `size`: the same as the path of a drawing and its side; `note`:
 *   what was wrong with the code
 */

/** @type {State} */
export const INITIAL = { step: "confirm", secret: "", qr: "", size: 0, note: "", isBusy: false, error: null };

/**
 * Six digits. Removes the gap that the app shows, because people type it, too.
 * @param {string} typed
 * @returns {string} empty when it is not a code
 */
export function codeOf(typed) {
  const digits = typed.replaceAll(/\s/g, "");
  return /^\d{6}$/.test(digits) ? digits : "";
}

/** In groups of four, as it is easier to type. @param {string} secret */
export function inGroups(secret) {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}

/**
 * What authenticator apps scan (Key Uri Format of Google Authenticator).
 * @param {string} secret
 * @param {string} email
 */
export function keyUri(secret, email) {
  return `otpauth://totp/${encodeURIComponent(`Docloft:${email}`)}?${new URLSearchParams({ secret, issuer: "Docloft" })}`;
}

/** The state without the secret, which is shown during the set-up only. @param {Step} step @returns {State} */
export function at(step) {
  return { ...INITIAL, step };
}
