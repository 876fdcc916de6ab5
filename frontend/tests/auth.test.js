import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { authFor } from "../src/api/auth.js";
import { challengeOf, random } from "../src/api/pkce.js";
import { installTabs } from "./browser.js";

const KEY = "k3y-of-the-owner-1234567890";
/** @type {any} */
const config = { auth: "api_key", api_url: "http://api", region: "eu-central-1" };
/** @type {import("./browser.js").Tabs} */
let browser;
/** @type {import("./browser.js").FakeStorage} */
let kept;

beforeEach(() => {
  browser = installTabs();
  kept = browser.openTab();
});

afterEach(() => {
  mock.restoreAll();
  browser.restore();
});

/** @param {(why?: string) => void} onSignedOut */
function listener(onSignedOut) {
  return { onSignedIn: () => assert.fail("another tab signed in"), onSignedOut };
}

/** @param {number} status */
function respondWith(status) {
  return mock.method(globalThis, "fetch", async () => new Response("{}", { status })).mock;
}

test("a key that the API accepts is kept, and sent with each request", async () => {
  const fetched = respondWith(200);
  const auth = await authFor(
    config,
    listener(() => assert.fail("the owner was signed out")),
  );

  await auth.signIn(`\n ${KEY} `);

  assert.equal(new Headers(fetched.calls[0]?.arguments[1]?.headers).get("x-api-key"), KEY);
  assert.deepEqual(await auth.headers(), { "x-api-key": KEY });
  const later = await authFor(
    config,
    listener(() => {}),
  );
  assert.deepEqual(await later.resume(), { signedIn: true, failed: false });
  assert.deepEqual(await later.headers(), { "x-api-key": KEY });
});

for (const status of [401, 403]) {
  test(`a key that is rejected with ${status} is not kept, and tried once`, async () => {
    const fetched = respondWith(status);
    const auth = await authFor(
      config,
      listener(() => assert.fail("the owner was signed in before")),
    );

    await assert.rejects(auth.signIn(KEY), { status });

    assert.equal(fetched.callCount(), 1);
    assert.equal(kept.items.size, 0);
    assert.deepEqual(await auth.resume(), { signedIn: false, failed: false });
  });
}

test("a key that does not fit into a header is rejected without a request", async () => {
  const fetched = respondWith(200);
  const auth = await authFor(
    config,
    listener(() => {}),
  );
  for (const typed of ["", "  ", "two words", "ключ", "line\nbreak"])
    await assert.rejects(auth.signIn(typed), { status: 401 });
  assert.equal(fetched.callCount(), 0);
});

test("a key that is no longer valid is forgotten, and reported once for all rejected requests", async () => {
  let reports = 0;
  kept.setItem("docloft-sign-in", KEY);
  const auth = await authFor(
    config,
    listener(() => (reports += 1)),
  );
  await auth.resume();

  await assert.rejects(auth.renew(), { status: 401 });
  await assert.rejects(auth.renew(), { status: 401 });

  assert.deepEqual([reports, kept.items.size], [1, 0]);
  assert.deepEqual(await auth.headers(), { "x-api-key": "" });
});

test("with a user pool, people sign in with tokens", async () => {
  const auth = await authFor(
    { ...config, auth: "cognito" },
    listener(() => {}),
  );
  assert.equal(auth.by, "tokens");
});

test("the challenge is the one of the standard's example", async () => {
  // RFC 7636, appendix B.
  assert.equal(
    await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test("a verifier has the length and the characters that the standard requires, and is never the same", () => {
  // RFC 7636, 4.1.
  assert.match(random(), /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(random(), random());
});
