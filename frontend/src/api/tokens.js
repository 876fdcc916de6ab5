/**
 * Sign-in at the hosted page of the user pool: authorization code with PKCE (RFC 7636), so that no password ever
 * touches this code. All tabs of the browser share the tokens (tabs.js). Each use replaces the refresh token, so only
 * one tab at a time renews. Where no tab has them, the hosted page continues its own session without a password, for an
 * hour after the last sign-in (AWS: the `cognito` cookie).
 */

import { Account } from "./account.js";
import { exchangeToken, revokeToken } from "./client.js";
import { isOffline } from "./connection.js";
import { challengeOf, random } from "./pkce.js";
import { offline, Problem } from "./problems.js";
import { Tabs } from "./tabs.js";

const PENDING = "docloft-signing-in";
/** In localStorage, without any secret: a person signed in with this browser and did not sign out. */
const KNOWN = "docloft-known";
const RENEW_BEFORE_MS = 60_000;
const SCOPE = "openid email";
/** Allows a person to change their own account. Not part of an ordinary sign-in: a stolen token cannot do it. */
const ACCOUNT_SCOPE = `${SCOPE} aws.cognito.signin.user.admin`;

/** @typedef {import("./tabs.js").SignIn} SignIn @typedef {import("./client.js").Tokens} Tokens */

export class TokenAuth {
  /**
   * @param {import("../../types.js").PoolConfig} config
   * @param {import("./tabs.js").Listener} listener
   */
  constructor(config, listener) {
    this.by = /** @type {const} */ ("tokens");
    this.config = config;
    this.tabs = new Tabs(listener);
    this.redirect = `${location.origin}/`;
    /** Allows people to change their own account; empty until they have confirmed who they are. Kept in memory only. */
    this.accountToken = "";
    /** @type {Promise<string> | null} */
    this.renewing = null;
  }

  /**
   * Completes a sign-in after the hosted page, or continues the one of another tab, or of this tab from before a
   * reload. If there is none but this browser is known, the page is left for the hosted page and the promise never
   * settles.
   * @returns {Promise<{ signedIn: boolean, failed: boolean }>}
   */
  async resume() {
    const query = new URLSearchParams(location.search);
    if (query.has("code") || query.has("error")) return this.finish(query);
    try {
      await this.tabs.alone(() => this.obtain());
      return { signedIn: true, failed: false };
    } catch (error) {
      if (error instanceof Problem && error.passes) throw error;
    }
    // The hosted page is out of reach.
    if (isOffline()) throw offline();
    this.tabs.forget();
    if (!localStorage.getItem(KNOWN)) return { signedIn: false, failed: false };
    // If that fails, the person sees the sign-in screen instead of coming here again.
    localStorage.removeItem(KNOWN);
    await this.authorize(SCOPE, (url) => location.replace(url));
    return new Promise(() => {});
  }

  /** @param {URLSearchParams} query of the address that the hosted page led back to */
  async finish(query) {
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, "", pending?.back ?? "/");
    const isForAccount = pending?.scope === ACCOUNT_SCOPE;
    // A code that this tab did not request must not be used (RFC 6749, 10.12).
    const isGenuine = pending && pending.state === query.get("state") && query.get("code");
    try {
      if (!isGenuine) throw new Problem(400, "unknown", "");
      const tokens = await exchangeToken(this.config.auth_url, {
        grant_type: "authorization_code",
        client_id: this.config.client_id,
        code: query.get("code") ?? "",
        redirect_uri: this.redirect,
        code_verifier: pending.verifier,
      });
      if (isForAccount) return await this.finishForAccount(tokens);
      this.keep(tokens);
      return { signedIn: true, failed: false };
    } catch {
      if (isForAccount) return this.resume();
      this.tabs.wait();
      return { signedIn: false, failed: true };
    }
  }

  /** This tab remains signed in as before. @param {Tokens} tokens */
  async finishForAccount({ id_token, access_token }) {
    const resumed = await this.resume();
    // The hosted page may have signed in another person.
    if (this.tabs.current?.person === signInOf(id_token, "").person) this.accountToken = access_token;
    return resumed;
  }

  /** For changes to the own account; null until the person confirmed who they are. */
  get account() {
    return this.accountToken ? new Account(this.config.user_pools_url, this.accountToken) : null;
  }

  signIn() {
    return this.authorize(SCOPE, (url) => location.assign(url));
  }

  /** Leaves for the hosted page and comes back to this address with `accountToken` set. */
  confirmPerson() {
    return this.authorize(ACCOUNT_SCOPE, (url) => location.assign(url));
  }

  /** @param {string} scope @param {(url: string) => void} leave */
  async authorize(scope, leave) {
    const verifier = random();
    const state = random();
    const back = location.pathname + location.search;
    sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, back, scope }));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: this.config.client_id,
      redirect_uri: this.redirect,
      scope,
      state,
      code_challenge: await challengeOf(verifier),
      code_challenge_method: "S256",
    });
    leave(`${this.config.auth_url}/oauth2/authorize?${query}`);
  }

  /** Signs out all tabs, and ends the session of the hosted page. */
  signOut() {
    const { auth_url, client_id } = this.config;
    localStorage.removeItem(KNOWN);
    this.accountToken = "";
    revokeToken(auth_url, { client_id, token: this.tabs.kept });
    this.tabs.end();
    const query = new URLSearchParams({ client_id, logout_uri: this.redirect });
    location.assign(`${auth_url}/logout?${query}`);
  }

  /** Headers with a token that is valid for at least a minute. @returns {Promise<Record<string, string>>} */
  async headers() {
    const { current } = this.tabs;
    return { Authorization: `Bearer ${current && isFresh(current) ? current.token : await this.renew()}` };
  }

  /** A new token. Concurrent calls share one request. */
  renew() {
    const rejected = this.tabs.current?.token;
    this.renewing ??= this.tabs
      .alone(() => this.obtain(rejected))
      .catch((error) => {
        if (error instanceof Problem && !error.passes) {
          localStorage.removeItem(KNOWN);
          this.tabs.expire();
        }
        throw error;
      })
      .finally(() => {
        this.renewing = null;
      });
    return this.renewing;
  }

  /**
   * A fresh token other than the rejected one: another tab's, or a new one from the refresh token. Raises a Problem.
   * Only one tab at a time may run this.
   * @param {string} [rejected]
   */
  async obtain(rejected) {
    const { signOuts } = this.tabs;
    await this.tabs.find();
    const { current, kept } = this.tabs;
    if (current && isFresh(current) && current.token !== rejected) return current.token;
    if (!kept) throw new Problem(401, "unauthorized", "");
    const tokens = await exchangeToken(this.config.auth_url, {
      grant_type: "refresh_token",
      client_id: this.config.client_id,
      refresh_token: kept,
    });
    // The person signed out in the meantime.
    if (signOuts !== this.tabs.signOuts) throw new Problem(401, "unauthorized", "");
    return this.keep(tokens);
  }

  /** @param {Tokens} tokens @returns {string} the token for requests */
  keep({ id_token, refresh_token }) {
    this.tabs.keep(signInOf(id_token, refresh_token ?? this.tabs.kept));
    localStorage.setItem(KNOWN, "yes");
    return id_token;
  }
}

/** @param {SignIn} signIn */
function isFresh({ expiresAt }) {
  return Date.now() < expiresAt - RENEW_BEFORE_MS;
}

/**
 * @param {string} idToken a JWT (RFC 7519). The API checks it; this only reads it
 * @param {string} secret
 * @returns {SignIn}
 */
function signInOf(idToken, secret) {
  const payload = (idToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const { sub, iat, exp } = JSON.parse(atob(payload));
  // Its lifetime, because the clock of this device may be wrong.
  return { person: sub, secret, token: idToken, expiresAt: Date.now() + (exp - iat) * 1000 };
}
