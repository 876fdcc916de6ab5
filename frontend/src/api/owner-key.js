/**
 * Sign-in with the owner's key, for a deployment without a user pool. The key is kept in memory and in the tab's
 * sessionStorage, so that the owner stays signed in when the page is reloaded.
 */

import { Api } from "./operations.js";
import { Problem } from "./problems.js";
import { t } from "../ui/strings.js";

const KEPT = "docloft-key";

/** A header can carry visible ASCII (RFC 9110, 5.5). */
const KEY = /^[\x21-\x7e]+$/;

function rejection() {
  return new Problem(401, "unauthorized", t("problem.unauthorized"));
}

export class KeyAuth {
  /**
   * @param {import("../../types.js").OwnerConfig} config
   * @param {() => void} onSignedOut called when the key is no longer valid
   */
  constructor(config, onSignedOut) {
    this.by = /** @type {const} */ ("key");
    this.config = config;
    this.onSignedOut = onSignedOut;
    this.key = "";
  }

  /** Continues with the key from before a reload. Whether it is still valid is known after the first request. */
  async resume() {
    this.key = sessionStorage.getItem(KEPT) ?? "";
    return { signedIn: this.key !== "", failed: false };
  }

  /**
   * Checks with the API that the key is the owner's, and keeps it. Raises a Problem: 401 for an unknown key, 403 for a drop
   * key.
   * @param {string} typed
   */
  async signIn(typed) {
    const key = typed.trim();
    if (!KEY.test(key)) throw rejection();
    const attempt = { headers: async () => ({ "x-api-key": key }), renew: () => Promise.reject(rejection()) };
    await new Api(this.config.api_url, attempt).me();
    this.key = key;
    sessionStorage.setItem(KEPT, key);
  }

  signOut() {
    this.forget();
    location.assign("/");
  }

  /** @returns {Promise<Record<string, string>>} */
  async headers() {
    return { "x-api-key": this.key };
  }

  /** There is no other key to try: the person has to enter one. Reported once, however many requests were rejected. */
  async renew() {
    const isFirst = this.key !== "";
    this.forget();
    if (isFirst) this.onSignedOut();
    throw rejection();
  }

  forget() {
    this.key = "";
    sessionStorage.removeItem(KEPT);
  }
}
