/**
 * One sign-in for all tabs of this browser. Tabs pass it to each other over a BroadcastChannel. Each tab keeps it in
 * memory, and the part that survives a reload in its own sessionStorage; it is never written to storage that tabs share
 * (docs/decisions/0020-sign-in-in-tabs.md). A shared Web Lock marks a tab that is signed in, so a new tab waits for a
 * response only when there is someone to respond.
 */

/**
 * @typedef {object} SignIn
 * @property {string} person whose sign-in it is: tabs never mix two people
 * @property {string} secret what a reload needs: the refresh token, or the owner's key
 * @property {string} token sent with requests
 * @property {number} expiresAt of the token, in milliseconds since 1970
 *
 * @typedef {object} Listener
 * @property {() => void} onSignedIn another tab signed in while this one was not, or as another person: load the page
 *   again
 * @property {(why: "" | "expired" | "elsewhere") => void} onSignedOut this tab is no longer signed in; "": the person
 *   signed out in it
 *
 * @typedef {{ kind: "wanted" } | { kind: "sign-in", signIn: SignIn } | { kind: "signed-out" }} Message
 */

const CHANNEL = "docloft-sign-in";
const KEPT = "docloft-sign-in";
/** Held by every tab that is signed in. */
const SIGNED_IN = "docloft-signed-in";
/** Held while a tab renews the tokens: a refresh token works once. */
const RENEWING = "docloft-renewing";
/** A background tab responds within milliseconds. A suspended one (iOS) never does. */
const LONGEST_WAIT_MS = 1000;

export class Tabs {
  /**
   * @param {Listener} listener
   * @param {Storage} [storage] of this tab
   */
  constructor(listener, storage = sessionStorage) {
    this.listener = listener;
    this.storage = storage;
    /** @type {SignIn | null} */
    this.current = null;
    /** How often the person signed out, here or in another tab. */
    this.signOuts = 0;
    /** Whether this tab shows the sign-in screen. */
    this.isWaiting = false;
    /** @type {((signIn: SignIn | null) => void) | null} */
    this.found = null;
    /** @type {(() => void) | null} */
    this.release = null;
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = ({ data }) => this.receive(data);
  }

  /** What this tab kept across a reload; empty when it was not signed in. */
  get kept() {
    return this.storage.getItem(KEPT) ?? "";
  }

  /** The sign-in of another tab, which this tab uses from now on; null when no other tab is signed in. */
  async find() {
    const { held = [] } = await navigator.locks.query();
    const signedIn = held.filter(({ name }) => name === SIGNED_IN).length - (this.release ? 1 : 0);
    if (signedIn < 1) return null;
    let timer;
    const signIn = await new Promise((/** @type {(signIn: SignIn | null) => void} */ resolve) => {
      this.found = resolve;
      timer = setTimeout(() => resolve(null), LONGEST_WAIT_MS);
      this.send({ kind: "wanted" });
    });
    clearTimeout(timer);
    this.found = null;
    if (signIn) this.accept(signIn);
    return signIn;
  }

  /** This tab is signed in, or has new tokens. The other tabs receive them. @param {SignIn} signIn */
  keep(signIn) {
    this.take(signIn);
    this.send({ kind: "sign-in", signIn });
  }

  /** This tab shows the sign-in screen. `onSignedIn` is called when another tab signs in. */
  wait() {
    this.isWaiting = true;
  }

  /** The sign-in of this tab is no longer valid. Reported once; the other tabs find out by their own requests. */
  expire() {
    const isFirst = this.current !== null;
    this.forget();
    if (isFirst) this.listener.onSignedOut("expired");
  }

  /** Signs out all tabs. */
  end() {
    this.forget();
    this.signOuts++;
    this.send({ kind: "signed-out" });
    this.listener.onSignedOut("");
  }

  /**
   * Runs `act` while no other tab does.
   * @template Result
   * @param {() => Promise<Result>} act
   * @returns {Promise<Result>}
   */
  alone(act) {
    return navigator.locks.request(RENEWING, act);
  }

  /** @param {Message} message */
  send(message) {
    this.channel.postMessage(message);
  }

  /** @param {Message} message from another tab */
  receive(message) {
    if (message.kind === "wanted") {
      if (this.current) this.send({ kind: "sign-in", signIn: this.current });
    } else if (message.kind === "signed-out") {
      this.receiveSignOut();
    } else if (this.found) {
      this.found(message.signIn);
    } else {
      this.accept(message.signIn);
    }
  }

  receiveSignOut() {
    const isNews = this.current !== null;
    this.forget();
    this.signOuts++;
    if (isNews) this.listener.onSignedOut("elsewhere");
  }

  /** Messages may arrive late, so the newest tokens win. @param {SignIn} signIn of another tab */
  accept(signIn) {
    if (this.isWaiting || (this.current && this.current.person !== signIn.person)) this.listener.onSignedIn();
    else if (!this.current || signIn.expiresAt > this.current.expiresAt) this.take(signIn);
  }

  /** @param {SignIn} signIn */
  take(signIn) {
    this.current = signIn;
    this.isWaiting = false;
    this.storage.setItem(KEPT, signIn.secret);
    if (this.release) return;
    const released = new Promise((/** @type {(value?: unknown) => void} */ resolve) => (this.release = resolve));
    void navigator.locks.request(SIGNED_IN, { mode: "shared" }, () => released);
  }

  forget() {
    this.current = null;
    this.isWaiting = true;
    this.storage.removeItem(KEPT);
    this.release?.();
    this.release = null;
  }
}
