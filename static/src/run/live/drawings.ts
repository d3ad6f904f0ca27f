import { create } from "zustand";
import { ApiError, api } from "../../api";
import { config } from "../../config";
import { onceReached } from "../../trouble";
import type { Document } from "../../types/generated";

const GATHER_MS = 40;
const MOST_AT_ONCE = 64;

/** What runs were trained with, of those runs that somebody asked for; a run's own drawing never becomes another. */
export const useDrawings = create<{ known: ReadonlyMap<string, Document> }>(() => ({ known: new Map() }));

/** The drawing that a run was trained with, where the page knows it already. */
export function knownDrawing(run: string): Document | null {
  return useDrawings.getState().known.get(run) ?? null;
}

/** Keeps what a run was just started with: nobody has to be asked for it. */
export function keepDrawing(run: string, document: Document): void {
  keepAll([[run, document]]);
}

/** The drawing that a run was trained with, and what was changed on its way. */
export async function fetchDrawing(run: string): Promise<Document> {
  const { document } = await api.get<{ document: Document }>(`/api/runs/${run}/`);
  keepDrawing(run, document);
  return document;
}

const wanted = new Set<string>();
let gathering: ReturnType<typeof setTimeout> | undefined;

/** Asks for the drawings of runs, in one request with what else is asked for just now. */
export function wantDrawings(runs: readonly string[]): void {
  for (const run of runs) if (!useDrawings.getState().known.has(run)) wanted.add(run);
  if (wanted.size > 0 && gathering === undefined) gathering = setTimeout(() => void fetchWanted(), GATHER_MS);
}

async function fetchWanted(): Promise<void> {
  gathering = undefined;
  const asked = [...wanted].slice(0, MOST_AT_ONCE);
  for (const run of asked) wanted.delete(run);
  try {
    const query = new URLSearchParams(asked.map((run) => ["run", run]));
    const path = `/api/projects/${config.project}/runs/drawings/?${query}`;
    const { drawings } = await onceReached(() => api.get<{ drawings: Record<string, Document> }>(path));
    keepAll(Object.entries(drawings).filter(([run]) => knownDrawing(run) === null));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // the list goes without; it asks again when it is opened again
  }
  wantDrawings([]);
}

function keepAll(drawings: [string, Document][]): void {
  useDrawings.setState(({ known }) => ({ known: new Map([...known, ...drawings]) }));
}
