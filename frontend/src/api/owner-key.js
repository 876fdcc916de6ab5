/**
 * Sign-in with the owner's key, for a deployment without a user pool. All tabs of the browser share it (tabs.js).
 */

import { Api } from "./operations.js";
import { Problem } from "./problems.js";
import { Tabs } from "./tabs.js";
import { t } from "../ui/strings.js";

/** A header can carry visible ASCII (RFC 9110, 5.5). */
const KEY = /^[\x21-\x7e]+$/;

function rejection() {
  return new Problem(401, "unauthorized", t("problem.unauthorized"));
}

export class KeyAuth {
  /**
   * @param {import("../../types.js").OwnerConfig} config
   * @param {import("./tabs.js").Listener} listener
   */
  constructor(config, listener) {
    this.by = /** @type {const} */ ("key");
    this.config = config;
    this.tabs = new Tabs(listener);
  }

  /**
   * Continues with the key of another tab or from before a reload. Whether it is valid is known after the first
   * request.
   */
  async resume() {
    await this.tabs.find();
    const { kept } = this.tabs;
    if (kept) this.keep(kept);
    else this.tabs.wait();
    return { signedIn: kept !== "", failed: false };
  }

  /**
   * Checks with the API that the key is the owner's, and keeps it. Raises a Problem: 401 for an unknown key, 403 for a
   * drop key.
   * @param {string} typed
   */
  async signIn(typed) {
    const key = typed.trim();
    if (!KEY.test(key)) throw rejection();
    const attempt = { headers: async () => ({ "x-api-key": key }), renew: () => Promise.reject(rejection()) };
    await new Api(this.config.api_url, attempt).me();
    this.keep(key);
  }

  /** Signs out all tabs. */
  signOut() {
    this.tabs.end();
    location.assign("/");
  }

  /** @returns {Promise<Record<string, string>>} */
  async headers() {
    return { "x-api-key": this.tabs.current?.token ?? "" };
  }

  /**
   * There is no other key to try, so the person has to enter one. Reported once, however many requests were rejected.
   */
  async renew() {
    this.tabs.expire();
    throw rejection();
  }

  /** @param {string} key */
  keep(key) {
    this.tabs.keep({ person: key, secret: key, token: key, expiresAt: Infinity });
  }
}
