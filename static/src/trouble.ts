import { ApiError } from "./api";
import { onLineBack, useLine } from "./line/line";

const BLIP_MS = 3_000;
const SERVER_SIDE_MS = 10_000;

/** The sentence to show for anything that went wrong. */
export function sayWhy(error: unknown): string {
  if (error instanceof ApiError) return [error.message, error.hint].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

/**
 * Calls `forget` when what is shown of an error is no longer so: as soon as a server that could not be reached
 * is, and some seconds after one had a trouble of its own. What it refused for good stays until something is
 * asked anew, or what was refused is different.
 */
export function forgetWithCause(error: unknown, forget: () => void): void {
  if (!(error instanceof ApiError)) return;
  if (error.isUnreachable) whenReachable(forget);
  else if (error.status >= 500) setTimeout(forget, SERVER_SIDE_MS);
}

/** Waits until a server that could not be reached can be. */
export const untilReachable = () => new Promise<void>(whenReachable);

/**
 * What is read, read again where nobody was reached: a line that falters for a moment takes what is under way with it, and
 * what was to be shown would be missing from then on. That the line is cut, the page says by itself.
 */
export async function onceReached<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isUnreachable) throw error;
      await untilReachable();
    }
  }
}

function whenReachable(listener: () => void): void {
  if (!useLine.getState().isCut) {
    setTimeout(() => (useLine.getState().isCut ? whenReachable(listener) : listener()), BLIP_MS);
    return;
  }
  const stop = onLineBack(() => {
    stop();
    listener();
  });
}
