import { useSyncExternalStore } from "react";
import { create } from "zustand";
import { ApiError, api } from "../api";
import { type Activation, hasEnded } from "./frames";
import { liveRun, useLiveView } from "./live";

const SETTLE_MS = 150;
/** Enough for every node that a screen shows; asking for more would slow the worker down. */
const MOST_WATCHED = 32;

interface Looking {
  selected: string | null;
  visible: string[];
  /** Whether activations are shown on the drawing, beside the selected node's. */
  isOnDrawing: boolean;
}

/** Which nodes the visitor looks at, and so which activations are computed at all. */
export const useLooking = create<Looking>(() => ({ selected: null, visible: [], isOnDrawing: true }));

export function setSelectedNode(selected: string | null): void {
  useLooking.setState({ selected });
}

export function setVisibleNodes(visible: string[]): void {
  useLooking.setState({ visible });
}

export function setActivationsOnDrawing(isOnDrawing: boolean): void {
  useLooking.setState({ isOnDrawing });
}

/** The nodes to watch: the selected one first, then those on screen, none while the page is hidden. */
export function nodesToWatch({ selected, visible, isOnDrawing }: Looking, isHidden: boolean): string[] {
  if (isHidden) return [];
  const nodes = [...(selected ? [selected] : []), ...(isOnDrawing ? visible : [])];
  return [...new Set(nodes)].slice(0, MOST_WATCHED);
}

/** The latest activation of every node, kept outside React: nodes redraw themselves when told. */
class Activations {
  readonly #latest = new Map<string, Activation>();
  readonly #listeners = new Map<string, Set<() => void>>();
  /** The step of the last stored answer for each node, also where it had no activation to give. */
  readonly #answeredAt = new Map<string, number>();

  get(node: string): Activation | null {
    return this.#latest.get(node) ?? null;
  }

  put(activation: Activation): void {
    this.#latest.set(activation.node, activation);
    this.#tell(activation.node);
  }

  clear(): void {
    const nodes = [...this.#latest.keys()];
    this.#latest.clear();
    this.#answeredAt.clear();
    for (const node of nodes) this.#tell(node);
  }

  /** Those of the nodes that the server has not answered for at this step. */
  unanswered(nodes: string[], step: number): string[] {
    return nodes.filter((node) => this.#answeredAt.get(node) !== step);
  }

  markAnswered(nodes: string[], step: number): void {
    for (const node of nodes) this.#answeredAt.set(node, step);
  }

  subscribe(node: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(node) ?? new Set();
    this.#listeners.set(node, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #tell(node: string): void {
    for (const listener of this.#listeners.get(node) ?? []) listener();
  }
}

export const activations = new Activations();

/** The node's latest activation, or null while there is none. */
export function useActivation(node: string): Activation | null {
  return useSyncExternalStore(
    (listener) => activations.subscribe(node, listener),
    () => activations.get(node),
  );
}

/** Keeps what is watched equal to what is looked at, until the returned function is called. */
export function followLooking(): () => void {
  const leaving = new AbortController();
  let settle: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(settle);
    settle = setTimeout(() => void watchNow(), SETTLE_MS);
  };
  const stops = [
    useLooking.subscribe(soon),
    useLiveView.subscribe((now, before) => {
      if (now.runId !== before.runId) activations.clear();
      const isNews =
        now.runId !== before.runId ||
        now.facts?.status !== before.facts?.status ||
        (now.facts?.checkpoint_step ?? null) !== (before.facts?.checkpoint_step ?? null);
      if (isNews) soon();
    }),
    liveRun.onActivation((activation) => activations.put(activation)),
  ];
  document.addEventListener("visibilitychange", soon, { signal: leaving.signal });
  soon();
  return () => {
    leaving.abort();
    clearTimeout(settle);
    for (const stop of stops) stop();
    activations.clear();
  };
}

async function watchNow(): Promise<void> {
  const nodes = nodesToWatch(useLooking.getState(), document.hidden);
  const { runId, facts } = useLiveView.getState();
  liveRun.watch(nodes);
  const isAtRest = facts !== null && (hasEnded(facts.status) || facts.status === "paused");
  if (runId && isAtRest && facts.checkpoint_step !== null && nodes.length > 0)
    await fetchStored(runId, facts.checkpoint_step, nodes);
}

/** Activations of a run at rest, computed from its latest checkpoint. */
async function fetchStored(runId: string, step: number, nodes: string[]): Promise<void> {
  const missing = activations.unanswered(nodes, step);
  if (missing.length === 0) return;
  try {
    const answer = await api.get<{ activations: Record<string, StoredActivation> }>(
      `/api/runs/${runId}/activations/?nodes=${encodeURIComponent(missing.join(","))}`,
    );
    if (useLiveView.getState().runId !== runId) return;
    activations.markAnswered(missing, step);
    for (const [node, stored] of Object.entries(answer.activations))
      activations.put({ ...stored, node, data: fromBase64(stored.data) });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    console.warn(`The stored activations could not be fetched: ${error.message}`);
  }
}

type StoredActivation = Omit<Activation, "data"> & { data: string };

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
