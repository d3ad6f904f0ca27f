const TICK_MS = 250;
const AWAY_MS = 2_000;

/** Called four times a second. `isAwake` is true when the page may have been away just before. */
type OnTick = (isAwake: boolean) => void;

const listeners = new Set<OnTick>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickedAt = 0;
let leaving = new AbortController();

/**
 * The page's pulse: calls `listener` four times a second, until the returned function is called, and tells it
 * when the page was away: asleep with its laptop, frozen, behind other tabs, or without a network.
 *
 * No event says reliably that a laptop woke, so the clock on the wall does: it went on while we did not.
 */
export function everyTick(listener: OnTick): () => void {
  listeners.add(listener);
  if (listeners.size === 1) begin();
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) end();
  };
}

function begin(): void {
  leaving = new AbortController();
  tickedAt = Date.now();
  timer = setInterval(tick, TICK_MS);
  const { signal } = leaving;
  window.addEventListener("online", wake, { signal });
  window.addEventListener("pageshow", wake, { signal });
  document.addEventListener("resume", wake, { signal });
  document.addEventListener("visibilitychange", () => document.hidden || wake(), { signal });
}

function end(): void {
  clearInterval(timer);
  leaving.abort();
}

const wake = () => tell(true);

function tick(): void {
  const gap = Date.now() - tickedAt;
  tell(gap > AWAY_MS || gap < -AWAY_MS); // the clock may be set back, too
}

function tell(isAwake: boolean): void {
  tickedAt = Date.now();
  for (const listener of [...listeners]) listener(isAwake);
}
