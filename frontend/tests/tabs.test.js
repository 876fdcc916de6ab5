import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { KeyAuth } from "../src/api/owner-key.js";
import { TokenAuth } from "../src/api/tokens.js";
import { installTabs, settle } from "./browser.js";

const LIFETIME_S = 300;
const KEPT = "docloft-sign-in";
/** @type {any} */
const POOL = { auth: "cognito", api_url: "http://api", auth_url: "http://pool", client_id: "client" };
/** @type {any} */
const OWNER = { auth: "api_key", api_url: "http://api", region: "eu-central-1" };

/** @type {import("./browser.js").Tabs} */
let browser;
/** @type {ReturnType<typeof poolWithRotation>} */
let server;

beforeEach(() => {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: Date.UTC(2026, 0, 1) });
  browser = installTabs();
  server = poolWithRotation();
});

afterEach(() => {
  browser.restore();
  mock.restoreAll();
  mock.timers.reset();
});

/** A token endpoint that accepts each refresh token once. */
function poolWithRotation() {
  /** @type {{ valid: string, uses: number, revoked: (string | null)[] }} */
  const known = { valid: "refresh-0", uses: 0, revoked: [] };
  mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {{ body: string }} */ { body }) => {
    const form = new URLSearchParams(body);
    if (url === "http://pool/oauth2/revoke") return known.revoked.push(form.get("token")) && new Response();
    if (form.get("refresh_token") !== known.valid) return new Response('{"error":"invalid_grant"}', { status: 400 });
    known.uses += 1;
    known.valid = `refresh-${known.uses}`;
    return Response.json({ id_token: idToken("ada", known.uses), refresh_token: known.valid, expires_in: LIFETIME_S });
  });
  return known;
}

/** @param {string} sub */
function idToken(sub, number = 0) {
  const iat = Math.floor(Date.now() / 1000);
  return `header.${btoa(JSON.stringify({ sub, iat, exp: iat + LIFETIME_S, number }))}.signature`;
}

/** A tab with what it kept from before a reload. @param {string} [kept] @param {any} [Auth] @param {any} [config] */
function open(kept = "", Auth = TokenAuth, config = POOL) {
  const storage = browser.openTab();
  if (kept) storage.setItem(KEPT, kept);
  /** @type {string[]} */
  const reports = [];
  /** @type {any} */
  const auth = new Auth(config, {
    onSignedIn: () => reports.push("signed in"),
    onSignedOut: (/** @type {string} */ why) => reports.push(why),
  });
  return { auth, storage, reports };
}

async function signedIn(kept = "refresh-0") {
  const tab = open(kept);
  assert.deepEqual(await tab.auth.resume(), { signedIn: true, failed: false });
  await settle();
  return tab;
}

const later = (/** @type {number} */ seconds) => mock.timers.tick(seconds * 1000);

test("a new tab is signed in by another one, without a request", async () => {
  const first = await signedIn();

  const second = await signedIn("");

  assert.equal(server.uses, 1);
  assert.deepEqual(await second.auth.headers(), await first.auth.headers());
  assert.equal(second.storage.getItem(KEPT), "refresh-1");
});

test("what tabs share in storage is not a secret", async () => {
  await signedIn();
  await signedIn("");

  assert.deepEqual([...browser.shared.items], [["docloft-known", "yes"]]);
});

test("one tab renews the tokens for all, because a refresh token works once", async () => {
  const first = await signedIn();
  const second = await signedIn("");
  later(LIFETIME_S - 30);

  const [one, other] = await Promise.all([first.auth.headers(), second.auth.headers()]);

  assert.deepEqual(one, other);
  assert.equal(server.uses, 2);
  assert.deepEqual([first.storage.getItem(KEPT), second.storage.getItem(KEPT)], ["refresh-2", "refresh-2"]);
  assert.deepEqual([...first.reports, ...second.reports], []);
});

test("two tabs that a browser restores at once use their refresh token once", async () => {
  const [first, second] = [open("refresh-0"), open("refresh-0")];

  const resumed = await Promise.all([first.auth.resume(), second.auth.resume()]);

  assert.deepEqual(
    resumed.map(({ signedIn: isSignedIn }) => isSignedIn),
    [true, true],
  );
  assert.equal(server.uses, 1);
});

test("a rejected token is renewed even if it has not expired, and not taken from another tab", async () => {
  const first = await signedIn();
  await signedIn("");
  const before = await first.auth.headers();

  await first.auth.renew();

  assert.notDeepEqual(await first.auth.headers(), before);
  assert.equal(server.uses, 2);
});

test("signing out in one tab signs out all, and revokes the refresh token", async () => {
  const first = await signedIn();
  const second = await signedIn("");

  second.auth.signOut();
  await settle();

  assert.deepEqual([first.reports, second.reports], [["elsewhere"], [""]]);
  assert.deepEqual(
    [first, second].map(({ storage }) => storage.items.size),
    [0, 0],
  );
  assert.deepEqual([server.revoked, browser.shared.items.size], [["refresh-1"], 0]);
  assert.match(browser.left[0], /^http:\/\/pool\/logout\?client_id=client&logout_uri=http/);
  await assert.rejects(first.auth.headers(), { status: 401 });
  assert.deepEqual(first.reports, ["elsewhere"]);
  assert.deepEqual(await open().auth.resume(), { signedIn: false, failed: false });
});

test("tokens that arrive after the person signed out are discarded", async () => {
  const first = await signedIn();
  const second = await signedIn("");
  /** @type {(response: Response) => void} */
  let respond = () => {};
  mock.method(
    globalThis,
    "fetch",
    (/** @type {string} */ url) => new Promise((resolve) => url.endsWith("/token") && (respond = resolve)),
  );
  later(LIFETIME_S);
  const renewal = first.auth.renew();
  await settle();

  second.auth.signOut();
  await settle();
  respond(Response.json({ id_token: idToken("ada"), refresh_token: "refresh-2", expires_in: LIFETIME_S }));

  await assert.rejects(renewal, { status: 401 });
  assert.equal(first.storage.items.size, 0);
});

test("a tab that shows the sign-in screen is loaded again when another one signs in", async () => {
  const waiting = open();
  assert.equal((await waiting.auth.resume()).signedIn, false);

  await signedIn();

  assert.deepEqual(waiting.reports, ["signed in"]);
});

test("a tab of another person is loaded again instead of mixing two people", async () => {
  const first = await signedIn();

  first.auth.tabs.receive({ kind: "sign-in", signIn: { ...first.auth.tabs.current, person: "bob" } });

  assert.deepEqual(first.reports, ["signed in"]);
  assert.equal(first.auth.tabs.current.person, "ada");
});

test("tokens of a late message do not replace newer ones", async () => {
  const first = await signedIn();
  const old = first.auth.tabs.current;
  later(LIFETIME_S);
  await first.auth.renew();

  first.auth.tabs.receive({ kind: "sign-in", signIn: old });

  assert.equal(first.auth.tabs.current.secret, "refresh-2");
});

test("a suspended tab keeps a new one waiting for a second only", async () => {
  await signedIn();
  browser.suspend();
  const tab = open("refresh-1");

  const resumed = tab.auth.resume();
  await settle();
  later(1);

  assert.deepEqual(await resumed, { signedIn: true, failed: false });
  assert.equal(server.uses, 2);
});

test("an expired sign-in is reported once, and this browser is not known any more", async () => {
  const tab = await signedIn();
  server.valid = "revoked by an operator";
  later(LIFETIME_S);

  await assert.rejects(tab.auth.headers(), { status: 400 });
  await assert.rejects(tab.auth.headers(), { status: 401 });

  assert.deepEqual([tab.reports, browser.shared.items.size], [["expired"], 0]);
});

test("a lost connection does not sign the person out", async () => {
  const tab = await signedIn();
  later(LIFETIME_S);
  mock.method(globalThis, "fetch", () => Promise.reject(new TypeError("Failed to fetch")));

  await assert.rejects(tab.auth.headers(), { status: 0 });

  assert.deepEqual([tab.reports, tab.storage.getItem(KEPT)], [[], "refresh-1"]);
});

test("without another tab, a known browser is led to the hosted page once", async () => {
  browser.shared.setItem("docloft-known", "yes");

  void open().auth.resume();
  // The challenge is computed outside of the microtasks.
  while (browser.left.length === 0) await new Promise((resolve) => setImmediate(resolve));

  assert.match(browser.left[0], /^http:\/\/pool\/oauth2\/authorize\?response_type=code/);
  assert.equal(new URL(browser.left[0]).searchParams.get("scope"), "openid email");
  assert.deepEqual(await open().auth.resume(), { signedIn: false, failed: false });
});

test("the owner's key is shared in the same way", async () => {
  const first = open("the-key", KeyAuth, OWNER);
  await first.auth.resume();
  const second = open("", KeyAuth, OWNER);

  assert.deepEqual(await second.auth.resume(), { signedIn: true, failed: false });
  assert.deepEqual(await second.auth.headers(), { "x-api-key": "the-key" });
  first.auth.signOut();
  await settle();

  assert.deepEqual([second.reports, second.storage.items.size], [["elsewhere"], 0]);
});
