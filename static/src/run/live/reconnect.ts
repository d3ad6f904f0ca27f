import { GIVEN_UP } from "../../line/socket";

/** When to try a live socket again, or why not. Pure: the clock and the socket are elsewhere. */
export type AfterClose = { end: string } | { delayMs: number };

const AT_ONCE_MS = 200;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;

const ENDINGS: Record<number, string> = {
  4404: "This run is not here, or it is not yours to see.",
  4410: "The owner took this link back. What you see stays until you leave the page.",
};

const SERVER_GONE: ReadonlySet<number> = new Set([1006, 1012]);

/**
 * What to do after a socket closed with `code`, the `failures`-th time in a row (from 1).
 *
 * A restarting server drops everybody at once, so the first try comes after up to a second, spread
 * by chance; at once where we gave the socket up ourselves. Later ones double from 0.2 s to 5 s, give or take half.
 */
export function afterClose(code: number, failures: number, random: () => number = Math.random): AfterClose {
  const ending = ENDINGS[code];
  if (ending) return { end: ending };
  if (failures === 1 && code === GIVEN_UP) return { delayMs: random() * AT_ONCE_MS };
  if (failures === 1 && SERVER_GONE.has(code)) return { delayMs: random() * 1_000 };
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return { delayMs: delay * (0.5 + random()) };
}

/** Where a live socket is opened. `after` resumes behind the last entry seen. */
export function liveUrl(
  page: { protocol: string; host: string },
  run: string,
  seen: { attempt: number; seq: number },
  token: string | null,
): string {
  const query = new URLSearchParams();
  if (seen.seq > 0) query.set("after", `${seen.attempt}-${seen.seq}`);
  if (token) query.set("share", token);
  const scheme = page.protocol === "https:" ? "wss" : "ws";
  const tail = query.size > 0 ? `?${query}` : "";
  return `${scheme}://${page.host}/ws/runs/${encodeURIComponent(run)}/live/${tail}`;
}
