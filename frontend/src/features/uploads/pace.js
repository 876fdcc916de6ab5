/** How long uploads will still take, judged by the last half minute. */

const WINDOW_MS = 30_000;
/** Before that, the connection has not reached its speed. */
const FIRST_MS = 4_000;

export class Pace {
  /** @type {{ at: number, sent: number }[]} */
  samples = [];

  /**
   * @param {number} sent bytes, of all uploads together
   * @param {number} total
   * @param {number} [now] milliseconds
   * @returns {number | null} seconds; null while it is not known, and when everything is sent
   */
  secondsLeft(sent, total, now = Date.now()) {
    const last = this.samples.at(-1);
    // Uploads were removed from the list, or others begin after a pause.
    if (sent >= total || (last && (sent < last.sent || now - last.at > WINDOW_MS))) this.samples = [];
    if (sent >= total) return null;
    this.samples = [...this.samples.filter(({ at }) => now - at <= WINDOW_MS), { at: now, sent }];
    const first = this.samples[0] ?? { at: now, sent };
    const elapsed = now - first.at;
    return elapsed >= FIRST_MS && sent > first.sent ? ((total - sent) * elapsed) / (sent - first.sent) / 1000 : null;
  }
}
