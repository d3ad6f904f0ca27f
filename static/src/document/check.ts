import { ApiError } from "../api";
import { notify } from "../panels/notices";
import type { Server } from "../server";
import type { Document } from "../types/generated";
import { portsOf } from "./blocks";
import type { Graph } from "./graph";
import { keepUnchanged, type ViewStore } from "./view";

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
 * Returns what ends it. An answer to an older drawing is dropped.
 */
export function keepChecked(graph: Graph, view: ViewStore, server: Pick<Server, "check">): () => void {
  let meaning = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  const ask = async () => {
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { report, source } = await server.check(graph.document, signal);
      if (signal.aborted) return;
      view.setState(({ report: before }) => ({
        report: keepUnchanged(report, before),
        source,
        isCheckLate: false,
        isUnreachable: false,
      }));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.isUnreachable) {
        view.setState({ isUnreachable: true });
        timer = setTimeout(ask, RETRY_MS);
      } else notify({ title: "The drawing could not be checked", text: sayWhy(error), tone: "error" });
    }
  };

  const consider = () => {
    if (graph.isBlank) return;
    const next = meaningOf(graph.document);
    if (next === meaning) return;
    meaning = next;
    asking.abort();
    clearTimeout(timer);
    view.setState({ isCheckLate: true });
    timer = setTimeout(ask, PAUSE_MS);
  };

  consider();
  const leave = graph.subscribe(consider);
  return () => {
    leave();
    asking.abort();
    clearTimeout(timer);
  };
}

/** The sentence to show for anything that went wrong. */
export function sayWhy(error: unknown): string {
  if (error instanceof ApiError) return [error.message, error.hint].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}
