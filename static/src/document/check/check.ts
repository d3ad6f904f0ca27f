import { ApiError } from "../../api";
import { onLineBack } from "../../line/line";
import type { Server } from "../../server";
import { sayWhy } from "../../trouble";
import type { Document } from "../../types/generated";
import type { Graph } from "../graph/graph";
import { portsOf } from "../reading/blocks";
import { keepUnchanged, type ViewStore } from "../view/view";

const PAUSE_MS = 120;
const RETRY_MS = 2_000;

/** What a check depends on: all but what notes say and where nodes stand, though ports are in order of height. */
export function meaningOf(document: Document): string {
  const ports = Object.values(document.blocks).map((block) => [
    portsOf(block, "Input"),
    portsOf(block, "Output"),
  ]);
  const drawn = (key: string, value: unknown) => (key === "position" || key === "note" ? undefined : value);
  return JSON.stringify([document, ports], drawn);
}

/**
 * Asks the server about the drawing after each change that means something, and keeps its latest answer.
 *
 * Returns what ends it. An answer to an older drawing is dropped. Where there is none, `checkTrouble` says why.
 */
export function keepChecked(graph: Graph, view: ViewStore, server: Pick<Server, "check">): () => void {
  let meaning = "";
  let isAwaited = graph.isBlank;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  const ask = async () => {
    asking.abort(); // of two answers the newer one counts
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { report, source } = await server.check(graph.document, signal);
      if (signal.aborted) return;
      view.setState(({ report: before }) => ({
        report: keepUnchanged(report, before),
        source,
        isCheckLate: false,
        checkTrouble: null,
      }));
    } catch (error) {
      if (signal.aborted) return;
      view.setState({ checkTrouble: sayWhy(error) });
      if (mayPass(error)) timer = setTimeout(ask, RETRY_MS);
    }
  };

  const consider = () => {
    if (graph.isBlank) return;
    const next = meaningOf(graph.document);
    if (next === meaning) return;
    const hasArrived = isAwaited; // nobody draws yet: the server looks at it while the canvas is mounted
    isAwaited = false;
    meaning = next;
    asking.abort();
    clearTimeout(timer);
    view.setState({ isCheckLate: true });
    if (hasArrived) void ask();
    else timer = setTimeout(ask, PAUSE_MS);
  };

  const askAgain = () => {
    if (!view.getState().isCheckLate) return;
    clearTimeout(timer);
    void ask();
  };

  consider();
  const leave = graph.subscribe(consider);
  const leaveLine = onLineBack(askAgain);
  return () => {
    leave();
    leaveLine();
    asking.abort();
    clearTimeout(timer);
  };
}

// The server is away, or has a trouble of its own; what it refuses for good it is asked again when that changes.
function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.isUnreachable || error.status >= 500);
}
