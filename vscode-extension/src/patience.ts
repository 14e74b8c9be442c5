/** How often a server that ends by itself is started again. Knows no editor. */

/** So many ends within the window are too many. */
const MOST = 5;
const WINDOW = 3 * 60_000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;

/** Counts ends of a server, and says how long to wait before the next start. */
export class Patience {
  private ends: number[] = [];

  /** Takes note of an end at a time in milliseconds. Gives the milliseconds to wait, or nothing if it is hopeless. */
  ended(now: number): number | undefined {
    this.ends = this.ends.filter((end) => now - end < WINDOW);
    this.ends.push(now);
    if (this.ends.length > MOST) return undefined;
    return Math.min(FIRST_DELAY * 2 ** (this.ends.length - 1), LONGEST_DELAY);
  }

  /** Somebody asks for a new start: what was is forgotten. */
  renew(): void {
    this.ends = [];
  }
}
