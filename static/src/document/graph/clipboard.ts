import { type Fragment, readFragment } from "./fragment";

// Pages served over plain http, as on a classroom's network, are not given the system clipboard.
let own: Fragment | null = null;
let writing = 0;

/** Whether nodes are on their way to the clipboard: what it holds till then is older than they are. */
export const isBeingWritten = () => writing > 0;

/** Puts nodes on the clipboard as JSON text. */
export async function writeClipboard(fragment: Fragment): Promise<void> {
  own = fragment;
  writing++;
  await navigator.clipboard?.writeText(JSON.stringify(fragment)).catch(() => undefined);
  writing--;
}

/** The nodes on the clipboard; null when it holds something else. */
export async function readClipboard(): Promise<Fragment | null> {
  const text = await navigator.clipboard?.readText().catch(() => undefined);
  return text === undefined ? own : readFragment(text);
}
