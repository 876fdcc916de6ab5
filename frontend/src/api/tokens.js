/**
 * Sign-in at the hosted page of the user pool: authorization code with PKCE (RFC 7636), so that no password ever touches this
 * code. The id token is kept in memory. The refresh token, which is replaced at every use, is kept in the tab's sessionStorage,
 * so that the person stays signed in when the page is reloaded.
 */

import { exchangeToken } from "./client.js";
import { challengeOf, random } from "./pkce.js";
import { Problem } from "./problems.js";

const REFRESH = "docloft-refresh";
const PENDING = "docloft-signing-in";
const RENEW_BEFORE_MS = 60_000;

export class TokenAuth {
  /**
   * @param {import("../../types.js").PoolConfig} config
   * @param {() => void} onSignedOut called when the sign-in has expired
   */
  constructor(config, onSignedOut) {
    this.by = /** @type {const} */ ("tokens");
    this.config = config;
    this.onSignedOut = onSignedOut;
    this.redirect = `${location.origin}/`;
    this.idToken = "";
    this.expiresAt = 0;
    /** @type {Promise<string> | null} */
    this.renewing = null;
  }

  /**
   * Completes a sign-in after the hosted page, or continues the one from before a reload.
   * @returns {Promise<{ signedIn: boolean, failed: boolean }>}
   */
  async resume() {
    const query = new URLSearchParams(location.search);
    if (query.has("code") || query.has("error")) return this.finish(query);
    if (!sessionStorage.getItem(REFRESH)) return { signedIn: false, failed: false };
    try {
      await this.renew();
      return { signedIn: true, failed: false };
    } catch (error) {
      if (error instanceof Problem && error.passes) throw error;
      return { signedIn: false, failed: false };
    }
  }

  /** @param {URLSearchParams} query */
  async finish(query) {
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, "", pending?.back ?? "/");
    // A code that this tab did not request must not be used (RFC 6749, 10.12).
    if (!pending || pending.state !== query.get("state") || !query.get("code")) return { signedIn: false, failed: true };
    try {
      this.keep(
        await exchangeToken(this.config.auth_url, {
          grant_type: "authorization_code",
          client_id: this.config.client_id,
          code: query.get("code") ?? "",
          redirect_uri: this.redirect,
          code_verifier: pending.verifier,
        }),
      );
      return { signedIn: true, failed: false };
    } catch {
      return { signedIn: false, failed: true };
    }
  }

  async signIn() {
    const verifier = random();
    const state = random();
    const back = location.pathname + location.search;
    sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, back }));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: this.config.client_id,
      redirect_uri: this.redirect,
      scope: "openid email",
      state,
      code_challenge: await challengeOf(verifier),
      code_challenge_method: "S256",
    });
    location.assign(`${this.config.auth_url}/oauth2/authorize?${query}`);
  }

  signOut() {
    sessionStorage.removeItem(REFRESH);
    this.idToken = "";
    const query = new URLSearchParams({ client_id: this.config.client_id, logout_uri: this.redirect });
    location.assign(`${this.config.auth_url}/logout?${query}`);
  }

  /** Headers with a token that is valid for at least a minute. @returns {Promise<Record<string, string>>} */
  async headers() {
    const token = Date.now() < this.expiresAt - RENEW_BEFORE_MS ? this.idToken : await this.renew();
    return { Authorization: `Bearer ${token}` };
  }

  /** A new token. Concurrent calls share one request. */
  renew() {
    this.renewing ??= this.requestToken().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  async requestToken() {
    const refresh = sessionStorage.getItem(REFRESH);
    try {
      if (!refresh) throw new Problem(401, "unauthorized", "");
      return this.keep(
        await exchangeToken(this.config.auth_url, {
          grant_type: "refresh_token",
          client_id: this.config.client_id,
          refresh_token: refresh,
        }),
      );
    } catch (error) {
      if (error instanceof Problem && !error.passes) {
        sessionStorage.removeItem(REFRESH);
        this.onSignedOut();
      }
      throw error;
    }
  }

  /** @param {{ id_token: string, refresh_token?: string, expires_in: number }} tokens */
  keep(tokens) {
    this.idToken = tokens.id_token;
    this.expiresAt = Date.now() + tokens.expires_in * 1000;
    if (tokens.refresh_token) sessionStorage.setItem(REFRESH, tokens.refresh_token);
    return this.idToken;
  }
}
