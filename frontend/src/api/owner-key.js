/**
 * One owner without a user pool signs in with the key of the deployment. It lives where tokens do: in memory, and in the
 * tab's sessionStorage, so that loading the page anew keeps the owner signed in.
 */

import { Api } from "./client.js";
import { Problem } from "./problems.js";
import { t } from "../ui/strings.js";

const KEPT = "docloft-key";

/** What a header can carry of a key: visible ASCII (RFC 9110, 5.5), without what is pasted along with it. */
const KEY = /^[\x21-\x7e]+$/;

function refused() {
  return new Problem(401, "unauthorized", t("problem.unauthorized"));
}

export class KeyAuth {
  /**
   * @param {import("../../types.js").OwnerConfig} config
   * @param {() => void} onSignedOut called when the key is not accepted any more
   */
  constructor(config, onSignedOut) {
    this.by = /** @type {const} */ ("key");
    this.config = config;
    this.onSignedOut = onSignedOut;
    this.key = "";
  }

  /** Goes on with the key from before a reload; whether it is good, the first request tells. */
  async resume() {
    this.key = sessionStorage.getItem(KEPT) ?? "";
    return { signedIn: this.key !== "", failed: false };
  }

  /**
   * Asks the API whether the key is the owner's, and keeps it. Raises a Problem: 401 for a key nobody knows, 403 for one
   * that opens something else.
   * @param {string} typed
   */
  async signIn(typed) {
    const key = typed.trim();
    if (!KEY.test(key)) throw refused();
    const asking = { headers: async () => ({ "x-api-key": key }), renew: () => Promise.reject(refused()) };
    await new Api(this.config.api_url, asking).me();
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

  /** There is no second key to try: the person is asked for one, once, however many requests were refused. */
  async renew() {
    const isNews = this.key !== "";
    this.forget();
    if (isNews) this.onSignedOut();
    throw refused();
  }

  forget() {
    this.key = "";
    sessionStorage.removeItem(KEPT);
  }
}
