/**
 * Calls `draw` in an animation frame after `ask`, at most once per `intervalMs` and never while the
 * page is hidden; what was asked for meanwhile is drawn once when it shows again.
 */
export class Pacer {
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  readonly #leaving = new AbortController();
  #isOwed = false;

  constructor(
    private readonly draw: () => void,
    private readonly intervalMs = 100,
  ) {
    document.addEventListener("visibilitychange", () => this.#isOwed && this.ask(), this.#leaving);
  }

  ask(): void {
    this.#isOwed = true;
    if (document.hidden || this.#timer !== undefined || this.#frame !== 0) return;
    const wait = Math.max(0, this.#drawnAt + this.intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#frame = requestAnimationFrame(() => this.#drawNow());
    }, wait);
  }

  stop(): void {
    this.#leaving.abort();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #drawNow(): void {
    this.#frame = 0;
    this.#isOwed = false;
    this.#drawnAt = performance.now();
    this.draw();
  }
}
