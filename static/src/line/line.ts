import { create } from "zustand";

const CLOSED_MS = 1_000;
const FIRST_MS = 3_000;

/** Whether what this page does reaches the server, as far as its room can tell. */
export const useLine = create<{ isCut: boolean }>(() => ({ isCut: false }));

let timer: ReturnType<typeof setTimeout> | undefined;
let wasUp = false;
let cutting = new AbortController();

/** The room's line stands: what it has heard counts for the page. */
export function lineStands(): void {
  wasUp = true;
  clearTimeout(timer);
  timer = undefined;
  if (useLine.getState().isCut) useLine.setState({ isCut: false });
}

/** The room's line is gone. One that closed often is back in a moment, and a first one takes its time. */
export function lineIsGone(how: "quiet" | "closed"): void {
  if (useLine.getState().isCut) return;
  if (how === "quiet") cut();
  else timer ??= setTimeout(cut, wasUp ? CLOSED_MS : FIRST_MS);
}

/** Aborted when the line is cut the next time. */
export function untilCut(): AbortSignal {
  return cutting.signal;
}

/** Calls `listener` each time the line is back. Returns how to stop that. */
export function onLineBack(listener: () => void): () => void {
  return useLine.subscribe((now, before) => {
    if (before.isCut && !now.isCut) listener();
  });
}

function cut(): void {
  clearTimeout(timer);
  timer = undefined;
  useLine.setState({ isCut: true });
  cutting.abort();
  cutting = new AbortController();
}
