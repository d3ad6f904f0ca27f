import { decodeMulti } from "@msgpack/msgpack";
import { useEffect, useSyncExternalStore } from "react";
import { create } from "zustand";
import { ApiError, api } from "../../api";
import { onceReached } from "../../trouble";
import type { Offer, Pictures } from "../../types/generated";
import { hasEnded, type Look } from "../live/frames";
import { liveRun, useLiveView } from "../live/live";
import { fetchPictures } from "./registry";

export type Key = keyof Pictures;

/** What a probe saw, and after which step. */
export interface Seen<K extends Key = Key> {
  step: number;
  picture: Pictures[K];
}

const SETTLE_MS = 150;
const RETRY_MS = 2_000;
const NEVER = -1;
/** Enough for what a screen shows; the server refuses more than 64. */
const MOST_WATCHED = 48;

/** A view as the server names it: `boundary`, `activation:conv1`, `attention:layers.1/attention`. */
export function viewOf(probe: Key, path: string | null): string {
  return path === null ? probe : `${probe}:${path}`;
}

/** What is on screen: each view by how many show it; those of panels go before those of the drawing. */
class Watching {
  readonly #panel = new Map<string, number>();
  readonly #drawing = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  add(view: string, isPanel: boolean): () => void {
    const views = isPanel ? this.#panel : this.#drawing;
    views.set(view, (views.get(view) ?? 0) + 1);
    this.#tell();
    return () => {
      const left = (views.get(view) ?? 1) - 1;
      if (left > 0) views.set(view, left);
      else views.delete(view);
      this.#tell();
    };
  }

  /** The views to ask for. */
  get views(): string[] {
    return [...new Set([...this.#panel.keys(), ...this.#drawing.keys()])].slice(0, MOST_WATCHED);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const watching = new Watching();

/** The latest look of every view, kept outside React: pictures redraw themselves when told. */
class Looks {
  readonly #latest = new Map<string, Seen>();
  readonly #listeners = new Map<string, Set<() => void>>();
  /** The step of the last stored answer for each view, also where there was nothing to see. */
  readonly #answeredAt = new Map<string, number>();

  get(view: string): Seen | null {
    return this.#latest.get(view) ?? null;
  }

  put({ view, step, picture }: Look): void {
    this.#latest.set(view, { step, picture });
    this.#tell(view);
  }

  clear(): void {
    const views = [...this.#latest.keys()];
    this.#latest.clear();
    this.#answeredAt.clear();
    for (const view of views) this.#tell(view);
  }

  /** Those of the views that the server has not answered for at this step. */
  unanswered(views: string[], step: number): string[] {
    return views.filter((view) => this.#answeredAt.get(view) !== step);
  }

  markAnswered(views: string[], step: number): void {
    for (const view of views) this.#answeredAt.set(view, step);
  }

  subscribe(view: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(view) ?? new Set();
    this.#listeners.set(view, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #tell(view: string): void {
    for (const listener of this.#listeners.get(view) ?? []) listener();
  }
}

export const looks = new Looks();

/** Watches a view while the component stands, and gives the latest look, or null while there is none. */
export function useLook<K extends Key>(
  probe: K,
  path: string | null,
  place: "panel" | "drawing",
): Seen<K> | null {
  const view = viewOf(probe, path);
  useEffect(() => watching.add(view, place === "panel"), [view, place]);
  return useSyncExternalStore(
    (listener) => looks.subscribe(view, listener),
    () => looks.get(view) as Seen<K> | null,
  );
}

/** What there is to look at in the run that is looked at; null until the server told. */
export const useOffers = create<{ offers: readonly Offer[] | null }>(() => ({ offers: null }));

/** Keeps what is watched equal to what is on screen, until the returned function is called. */
export function followLooks(): () => void {
  const leaving = new AbortController();
  let settle: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(settle);
    settle = setTimeout(() => void watchNow(), SETTLE_MS);
  };
  const stops = [
    watching.subscribe(soon),
    useLiveView.subscribe((now, before) => {
      if (now.runId !== before.runId) {
        looks.clear();
        void fetchOffers(now.runId);
      }
      const isNews =
        now.runId !== before.runId ||
        now.facts?.status !== before.facts?.status ||
        (now.facts?.checkpoint_step ?? null) !== (before.facts?.checkpoint_step ?? null);
      if (isNews) soon();
    }),
    liveRun.onLook((look) => looks.put(look)),
  ];
  document.addEventListener("visibilitychange", soon, { signal: leaving.signal });
  soon();
  return () => {
    leaving.abort();
    clearTimeout(settle);
    for (const stop of stops) stop();
    looks.clear();
    useOffers.setState({ offers: null });
  };
}

async function fetchOffers(runId: string | null): Promise<void> {
  useOffers.setState({ offers: null });
  if (runId === null) return;
  try {
    const { probes } = await onceReached(() => api.get<{ probes: Offer[] }>(`/api/runs/${runId}/probes/`));
    if (useLiveView.getState().runId !== runId) return;
    useOffers.setState({ offers: probes });
    void fetchPictures(probes.map(({ key }) => key as Key));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    console.warn(`What can be looked at could not be fetched: ${error.message}`);
  }
}

async function watchNow(): Promise<void> {
  const views = document.hidden ? [] : watching.views;
  const { runId, facts } = useLiveView.getState();
  liveRun.watch(views);
  const isAtRest = facts !== null && (hasEnded(facts.status) || facts.status === "paused");
  if (runId && isAtRest && facts.checkpoint_step !== null)
    await fetchStored(runId, facts.checkpoint_step, views);
}

/** What probes see in a run at rest, in its latest checkpoint. */
async function fetchStored(runId: string, step: number, views: string[]): Promise<void> {
  const missing = looks.unanswered(views, step);
  if (missing.length === 0) return;
  looks.markAnswered(missing, step);
  try {
    const query = new URLSearchParams(missing.map((view) => ["view", view]));
    const answer = await api.getFile(`/api/runs/${runId}/looks/?${query}`);
    const bytes = await answer.arrayBuffer();
    if (useLiveView.getState().runId !== runId) return;
    for (const look of decodeMulti(bytes)) looks.put(look as Look);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    looks.markAnswered(missing, NEVER);
    if (error.isUnreachable || error.status >= 500) setTimeout(() => void watchNow(), RETRY_MS);
    console.warn(`What the probes saw last could not be fetched: ${error.message}`);
  }
}
