/** What a library holds, and what keeping it costs. */

import { isAbort } from "../../api/problems.js";
import { bytes, count, money, unitPrice } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/** For a month: S3 Standard in Frankfurt, November 2026 (docs/cost.md). */
const DOLLARS_PER_GIGABYTE = 0.0245;
/** S3 counts 1024³ bytes as a gigabyte. */
const GIGABYTE = 1024 ** 3;

/**
 * @typedef {import("../../../types.js").Totals} Totals
 * @typedef {{ kept: Totals, trashed: Totals }} Usage `trashed`: what is in the trash
 */

/**
 * Null if it cannot be counted: the settings can be changed without it.
 * @param {import("../../../types.js").Deps["api"]} api
 * @param {AbortSignal} signal
 * @returns {Promise<Usage | null>}
 */
export async function usageOf(api, signal) {
  try {
    const [kept, trashed] = await Promise.all([api.addUp("", signal), api.addUp("in:trash", signal)]);
    return { kept, trashed };
  } catch (error) {
    if (isAbort(error)) throw error;
    return null;
  }
}

/** The monthly cost of storing this many bytes, in dollars. @param {number} size */
export function monthlyDollars(size) {
  return (size / GIGABYTE) * DOLLARS_PER_GIGABYTE;
}

/** @param {Usage | null} usage */
export function usageSection(usage) {
  if (!usage) return nothing;
  const { kept, trashed } = usage;
  return html`<section class="settings" aria-labelledby="usage-title">
    <h2 id="usage-title">${t("usage.title")}</h2>
    <dl class="usage">
      ${row("usage.documents", count(kept.documents))} ${row("usage.pages", count(kept.pages))}
      ${row("usage.size", bytes(kept.size))}
      ${row("usage.trash", t("usage.inTrash", { n: trashed.documents, size: bytes(trashed.size) }))}
      ${row("usage.cost", priceOf(kept.size + trashed.size))}
    </dl>
    <p class="fine">${t("usage.hint", { price: unitPrice(DOLLARS_PER_GIGABYTE) })}</p>
  </section>`;
}

/**
 * @param {"usage.documents" | "usage.pages" | "usage.size" | "usage.trash" | "usage.cost"} name
 * @param {string} value
 */
function row(name, value) {
  return html`<div>
    <dt>${t(name)}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** @param {number} size */
function priceOf(size) {
  const dollars = monthlyDollars(size);
  const isTiny = dollars > 0 && dollars < 0.01;
  return t(isTiny ? "usage.lessThan" : "usage.perMonth", {
    cost: money(`${isTiny ? "0.01" : dollars.toFixed(2)} USD`),
  });
}
