import { create } from "zustand";

const CLOSED_MS = 1_000;
const FIRST_MS = 3_000;

/** Whether what this page does reaches the server, as far as its room can tell. */
export const useLine = create<{ isCut: boolean }>(() => ({ isCut: false }));

let timer: ReturnType<typeof setTimeout> | undefined;
let wasUp = false;
let isOver = false;
let ending = new AbortController();

/** The room's line stands: what it has heard counts for the page. */
export function lineStands(): void {
  wasUp = true;
  isOver = false;
  clearTimeout(timer);
  timer = undefined;
  if (useLine.getState().isCut) useLine.setState({ isCut: false });
}

/**
 * The room's line is gone. One that closed often is back in a moment, and a first one takes its time. A quiet one is said to
 * be cut, but its server may only be slow: what is asked of it ends when the line is closed, too.
 */
export function lineIsGone(how: "quiet" | "closed"): void {
  if (how === "quiet") cut();
  else if (useLine.getState().isCut) end();
  else timer ??= setTimeout(giveUp, wasUp ? CLOSED_MS : FIRST_MS);
}

/** Whether nobody will answer what is asked now. */
export const isLineOver = () => isOver;

/** Aborted when nobody will answer any more what is asked now. */
export function untilEnd(): AbortSignal {
  return ending.signal;
}

/** Calls `listener` each time the line is back. Returns how to stop that. */
export function onLineBack(listener: () => void): () => void {
  return useLine.subscribe((now, before) => {
    if (before.isCut && !now.isCut) listener();
  });
}

function giveUp(): void {
  cut();
  end();
}

function cut(): void {
  clearTimeout(timer);
  timer = undefined;
  if (!useLine.getState().isCut) useLine.setState({ isCut: true });
}

function end(): void {
  isOver = true;
  ending.abort();
  ending = new AbortController();
}
