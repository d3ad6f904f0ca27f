const SILENT_MS = 800;
const SILENT_HIDDEN_MS = 10_000;
const PATIENCE_MS = 1_000;
const JOINING_MS = 3_000;
const HASTY_MS = 700;
const GIVE_UP_MS = 4_000;

/** What to do about the other end: nothing, ask whether it is there, think it quiet, or give it up. */
export type Verdict = "fine" | "ask" | "quiet" | "dead";

/**
 * Judges by what is heard whether somebody is at the other end. Pure: the clock and the socket are elsewhere.
 *
 * Whatever is heard counts, so a busy line is never asked. After 0.8 s of silence it is, and called quiet when
 * nothing came for a second more. A quiet end may only be slow, so it is given up after 4 s; at once when the page
 * was away, as lines die meanwhile. Before the first word it has three seconds: joining takes a busy server longer
 * than answering. Units: milliseconds of a clock that is never set.
 */
export class Pulse {
  #heardAt: number;
  #askedAt: number | null = null;
  #patienceMs = PATIENCE_MS;
  #hasHeard = false;

  constructor(now: number) {
    this.#heardAt = now;
  }

  /** The line stands; nobody has said anything yet. */
  open(now: number): void {
    this.#heardAt = now;
    this.#askedAt = null;
  }

  hear(now: number): void {
    this.open(now);
    this.#hasHeard = true;
  }

  look(now: number, page: { isAwake: boolean; isHidden: boolean }): Verdict {
    if (page.isAwake) return this.#ask(now, HASTY_MS);
    if (this.#askedAt === null) {
      const isSilent = now - this.#heardAt >= (page.isHidden ? SILENT_HIDDEN_MS : SILENT_MS);
      return isSilent ? this.#ask(now, this.#hasHeard ? PATIENCE_MS : JOINING_MS) : "fine";
    }
    const waited = now - this.#askedAt;
    if (waited < this.#patienceMs) return "fine";
    return this.#patienceMs === HASTY_MS || waited >= GIVE_UP_MS ? "dead" : "quiet";
  }

  #ask(now: number, patienceMs: number): Verdict {
    this.#askedAt = now;
    this.#patienceMs = patienceMs;
    return "ask";
  }
}
