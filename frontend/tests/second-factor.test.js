import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Account } from "../src/api/account.js";
import { TokenAuth } from "../src/api/tokens.js";
import { drawing } from "../src/features/second-factor/qr.js";
import { at, codeOf, inGroups, keyUri } from "../src/features/second-factor/state.js";
import { installTabs, settle } from "./browser.js";

const SECRET = "JBSWY3DPEHPK3PXP";
/** @type {import("./browser.js").Tabs} */
let browser;

beforeEach(() => {
  browser = installTabs();
});

afterEach(() => {
  browser.restore();
  mock.restoreAll();
});

test("a code has six digits, with the gap that apps show or without", () => {
  assert.deepEqual(["123456", " 123 456 "].map(codeOf), ["123456", "123456"]);
  assert.deepEqual(["", "12345", "1234567", "12345a", "١٢٣٤٥٦"].map(codeOf), ["", "", "", "", ""]);
});

test("a secret is shown in groups of four", () => {
  assert.equal(inGroups("JBSWY3DPEHPK3PX"), "JBSW Y3DP EHPK 3PX");
});

test("an app receives the secret, the address and the issuer", () => {
  // The Key Uri Format of Google Authenticator, which all apps read.
  assert.equal(
    keyUri(SECRET, "ada+home@example.org"),
    `otpauth://totp/Docloft%3Aada%2Bhome%40example.org?secret=${SECRET}&issuer=Docloft`,
  );
});

test("the secret is forgotten when the set-up ends", () => {
  assert.equal(JSON.stringify(at("on")).includes(SECRET), false);
});

test("a QR code has its three corners and the empty margin that readers need", () => {
  const { qr, size } = drawing(keyUri(SECRET, "ada@example.org"));
  const dark = new Set([...qr.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const far = size - 5;

  assert.equal((size - 8 - 17) % 4, 0);
  assert.deepEqual(
    [`4 4`, `${far} 4`, `4 ${far}`].map((corner) => dark.has(corner)),
    [true, true, true],
  );
  assert.equal(
    [...dark].some((module) => module.split(" ").some((place) => Number(place) < 4 || Number(place) > far)),
    false,
  );
});

/** @param {Record<string, unknown>} responses by operation; a string is the name of an error */
function userPool(responses) {
  /** @type {any[][]} */
  const requests = [];
  mock.method(
    globalThis,
    "fetch",
    async (
      /** @type {string} */ _url,
      /** @type {{ headers: Record<string, string>, body: string }} */ { headers, body },
    ) => {
      const operation = headers["X-Amz-Target"].split(".")[1];
      requests.push([operation, JSON.parse(body)]);
      const response = responses[operation] ?? {};
      return typeof response === "string"
        ? Response.json({ __type: response }, { status: 400 })
        : Response.json(response);
    },
  );
  return requests;
}

test("a second factor is turned on by a code, and preferred from then on", async () => {
  const requests = userPool({
    AssociateSoftwareToken: { SecretCode: SECRET },
    GetUser: { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] },
  });
  const account = new Account("http://pools", "access");

  assert.equal(await account.newSecret(), SECRET);
  await account.turnOn("123456");
  assert.equal(await account.hasSecondFactor(), true);
  await account.turnOff();

  assert.deepEqual(requests, [
    ["AssociateSoftwareToken", { AccessToken: "access" }],
    ["VerifySoftwareToken", { AccessToken: "access", UserCode: "123456" }],
    [
      "SetUserMFAPreference",
      { AccessToken: "access", SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } },
    ],
    ["GetUser", { AccessToken: "access" }],
    [
      "SetUserMFAPreference",
      { AccessToken: "access", SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false } },
    ],
  ]);
});

test("a wrong code changes nothing and has AWS's name of the error", async () => {
  const requests = userPool({ VerifySoftwareToken: "com.amazonaws#CodeMismatchException" });

  await assert.rejects(new Account("http://pools", "access").turnOn("000000"), {
    code: "CodeMismatchException",
    status: 400,
  });

  assert.equal(requests.length, 1);
});

/** A person who comes back from the hosted page, where `sub` signed in. @param {string} sub */
async function confirmed(sub) {
  const tokens = (/** @type {string} */ who, /** @type {object} */ more) => ({
    id_token: `h.${btoa(JSON.stringify({ sub: who, iat: 0, exp: 300 }))}.s`,
    ...more,
  });
  mock.method(globalThis, "fetch", async (/** @type {string} */ _, /** @type {{ body: string }} */ { body }) =>
    new URLSearchParams(body).get("grant_type") === "refresh_token"
      ? Response.json(tokens("ada", { refresh_token: "refresh-1" }))
      : Response.json(tokens(sub, { access_token: "powerful", refresh_token: "powerful-too" })),
  );
  const storage = browser.openTab();
  storage.setItem("docloft-sign-in", "refresh-0");
  const first = new TokenAuth(/** @type {any} */ ({ auth_url: "http://pool", client_id: "client" }), {
    onSignedIn() {},
    onSignedOut() {},
  });
  await first.confirmPerson();
  const asked = new URL(browser.left[0]).searchParams;
  browser.arrive(`?code=once&state=${asked.get("state")}`);
  const auth = new TokenAuth(first.config, first.tabs.listener);
  const resumed = await auth.resume();
  await settle();
  return { asked, auth, resumed, storage };
}

test("only a person who confirmed who they are has a token for their account, in the memory of that tab", async () => {
  const { asked, auth, resumed, storage } = await confirmed("ada");

  assert.equal(asked.get("scope"), "openid email aws.cognito.signin.user.admin");
  assert.deepEqual(resumed, { signedIn: true, failed: false });
  assert.equal(auth.account?.accessToken, "powerful");
  assert.deepEqual([...storage.items], [["docloft-sign-in", "refresh-1"]]);
  assert.equal(JSON.stringify(auth.tabs.current).includes("powerful"), false);
});

test("if another person signed in at the hosted page, nothing changes", async () => {
  const { auth, resumed } = await confirmed("bob");

  assert.deepEqual([resumed.signedIn, auth.tabs.current?.person, auth.account], [true, "ada", null]);
});
