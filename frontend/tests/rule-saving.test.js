import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_RULES, saveWithNames } from "../src/features/rules/saving.js";

const RULE = /** @type {any} */ ({ id: "R1", version: 3 });

/**
 * Saves a rule with one new tag, and returns what happened, in order.
 * @param {{ before?: any, rules?: any[], refuses?: string, isKnown?: boolean, wrong?: string }} [situation] `refuses`:
 *   the method and path that fails
 */
async function saved({ before = null, rules = [], refuses = "", isKnown = false, wrong = "" } = {}) {
  const done = /** @type {string[]} */ ([]);
  const names = isKnown ? ["T1"] : [];
  const api = /** @type {any} */ ({
    async request(/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ { body } = {}) {
      const call = `${method} ${path}`;
      done.push(body?.actions ? `${call} ${JSON.stringify(body.actions)}` : call);
      if (call === refuses) throw new Error("refused");
      return path === "/v1/rules" ? { rules } : { ...body, id: "R1" };
    },
  });
  const actionsOf = () =>
    /** @type {any} */ ({
      actions: names.length ? { add_tags: [...names] } : {},
      missing: names.length ? [] : [{ what: "tag", name: "Zoo" }],
    });
  const create = async () => {
    done.push("create Zoo");
    names.push("T1");
  };
  const text = (/** @type {string} */ name) => ({ name: "Rule", query: "zoo" })[name] ?? "";
  try {
    const result = await saveWithNames(api, { id: "R1", before, wrong, text, actionsOf, create });
    return { done, result };
  } catch {
    return { done, result: "refused" };
  }
}

test("new names are created after the rule was tried, and before it is saved", async () => {
  const { done } = await saved();

  assert.deepEqual(done, [
    'POST /v1/rule-trials {"title":"{title}"}',
    "GET /v1/rules",
    "create Zoo",
    'PUT /v1/rules/R1 {"add_tags":["T1"]}',
  ]);
});

test("a rule that is refused leaves no names behind", async () => {
  for (const situation of [
    { refuses: "POST /v1/rule-trials" },
    { rules: Array.from({ length: MOST_RULES }, (_, number) => ({ id: `R${number + 2}`, version: 1 })) },
    { before: RULE, rules: [{ ...RULE, version: 4 }] },
    { before: RULE, rules: [] },
  ]) {
    const { done, result } = await saved(situation);
    assert.equal(typeof result, "string");
    assert.ok(!done.some((call) => call.startsWith("create") || call.startsWith("PUT")), done.join());
  }
});

test("a rule with an invalid value is not sent, and its new names are not created", async () => {
  assert.deepEqual(await saved({ wrong: "Floor: This is not a number." }), {
    done: [],
    result: "Floor: This is not a number.",
  });
});

test("a rule without new names is saved at once", async () => {
  const { done } = await saved({ isKnown: true, before: RULE });

  assert.deepEqual(done, ['PUT /v1/rules/R1 {"add_tags":["T1"]}']);
});
