"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { fault } = require("../notifications.cjs");

const NONE = { alarm_email: "", alarm_actions: [], monthly_budget: "0", budget_email: "" };

for (const [name, parameters] of Object.entries({
  "no notifications": {},
  "a mail for alarms": { alarm_email: "you@example.org" },
  "a topic of one's own": { alarm_actions: ["arn:aws:sns:eu-central-1:123456789012:ours"] },
  "a budget": { monthly_budget: "12.50", budget_email: "you@example.org" },
  "a budget as a number": { monthly_budget: 10, budget_email: "you@example.org" },
})) {
  test(`${name} may be deployed`, () => assert.equal(fault({ ...NONE, ...parameters }), ""));
}

for (const [name, parameters, sentence] of /** @type {[string, object, RegExp][]} */ ([
  ["an address without a host", { alarm_email: "you" }, /alarm_email must be an email address, not you/],
  [
    "two kinds of recipients",
    { alarm_email: "you@example.org", alarm_actions: ["arn:x"] },
    /alarm_email or alarm_actions/,
  ],
  ["a budget for no one", { monthly_budget: "10" }, /needs budget_email/],
  ["an address without a budget", { budget_email: "you@example.org" }, /needs monthly_budget/],
  ["a budget that is not a number", { monthly_budget: "ten", budget_email: "you@example.org" }, /number of dollars/],
  ["a budget of nothing", { monthly_budget: 0, budget_email: "you@example.org" }, /needs monthly_budget/],
  ["a budget of nothing, written as a fraction", { monthly_budget: "0.0" }, /for none, not 0\.0/],
  ["a budget of nothing, written with two digits", { monthly_budget: "00" }, /for none, not 00/],
  ["a negative budget", { monthly_budget: "-1", budget_email: "you@example.org" }, /number of dollars/],
])) {
  test(`${name} is refused before a deploy`, () => assert.match(fault({ ...NONE, ...parameters }), sentence));
}
