import assert from "node:assert/strict";
import { test } from "node:test";

import { html } from "../src/ui/html.js";

test("whatever is put in is escaped", () => {
  assert.equal(html`<b title="${'"><script>'}">${"<i>&'"}</b>`.text, '<b title="&quot;&gt;&lt;script&gt;">&lt;i&gt;&amp;&#39;</b>');
});

test("markup stays markup, lists are joined, nothing is nothing", () => {
  const items = ["a", "b"].map((name) => html`<li>${name}</li>`);
  assert.equal(html`<ul>${items}${null}${undefined}${false}${""}${0}</ul>`.text, "<ul><li>a</li><li>b</li>0</ul>");
});
