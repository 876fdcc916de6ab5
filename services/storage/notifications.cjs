/**
 * Checks the stage parameters that say whom AWS notifies, before anything is deployed. AWS would refuse a budget
 * without an address in the middle of a deploy, and an alarm has only one list of recipients.
 */
"use strict";

/**
 * @param {{ alarm_email: string, alarm_actions: string[], monthly_budget: string | number, budget_email: string }}
 *   parameters
 * @returns {string} what is wrong and what to do; empty when nothing is wrong
 */
function fault({ alarm_email, alarm_actions, monthly_budget, budget_email }) {
  for (const [name, address] of Object.entries({ alarm_email, budget_email })) {
    if (address && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address))
      return `${name} must be an email address, not ${address}.`;
  }
  if (alarm_email && alarm_actions.length > 0) {
    return "Set alarm_email or alarm_actions, not both: a topic of your own can have this address as a subscription.";
  }
  if (!/^\d+(\.\d+)?$/.test(String(monthly_budget))) {
    return `monthly_budget must be a number of dollars, like 10, or 0 for none, not ${monthly_budget}.`;
  }
  const limited = Number(monthly_budget) > 0;
  // The template compares with "0" as text, and AWS refuses a budget of nothing.
  if (!limited && String(monthly_budget) !== "0") {
    return `monthly_budget must be more than 0, or 0 for none, not ${monthly_budget}.`;
  }
  if (limited && !budget_email) return "monthly_budget needs budget_email: the address that AWS notifies.";
  if (budget_email && !limited) return "budget_email needs monthly_budget: the dollars a month may cost.";
  return "";
}

class Notifications {
  /** @param {any} serverless */
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { initialize: () => this.check() };
  }

  check() {
    const found = fault(this.serverless.service.custom.notifications);
    const [command] = this.serverless.processedInput.commands;
    if (found && ["deploy", "package"].includes(command)) throw new this.serverless.classes.Error(found);
  }
}

module.exports = Object.assign(Notifications, { fault });
