/** The recent searches. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { forgetSearches, recentSearches, rememberSearch } from "../src/features/search/recent.js";
import { installTabs } from "./browser.js";

test("the last eight searches are kept for each person, each once, until they are cleared", (context) => {
  const { shared, restore } = installTabs();
  context.after(restore);
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) rememberSearch("ann", `q${number}`);
  rememberSearch("ann", "Q5");
  rememberSearch("bob", "other");

  assert.deepEqual(recentSearches("ann"), ["Q5", "q9", "q8", "q7", "q6", "q4", "q3", "q2"]);
  forgetSearches("ann");
  assert.deepEqual([recentSearches("ann"), recentSearches("bob")], [[], ["other"]]);
  shared.setItem("docloft-searches-bob", "{damaged");
  assert.deepEqual(recentSearches("bob"), []);
});
