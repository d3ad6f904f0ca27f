import { create } from "zustand";
import { ApiError, api } from "../api";
import { onceReached } from "../trouble";
import type { Document, SweepPlan } from "../types/generated";
import { startSweep } from "./sweeps";

/** A comparison of a lesson: the plan of the sweep that makes it, and how many trainings that are. */
export interface Experiment {
  plan: SweepPlan;
  total: number;
}

/** The experiments of starters, by their keys, once the server told. */
export const useExperiments = create<{ known: Readonly<Record<string, readonly Experiment[]>> }>(() => ({
  known: {},
}));

/** Asks for the experiments of a starter, once. */
export async function wantExperiments(starter: string): Promise<void> {
  if (useExperiments.getState().known[starter]) return;
  try {
    const { comparisons } = await onceReached(() =>
      api.get<{ comparisons: Experiment[] }>(`/api/starters/${starter}/comparisons/`),
    );
    useExperiments.setState(({ known }) => ({ known: { ...known, [starter]: comparisons } }));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // the lesson goes without
  }
}

/** Trains every arm of the drawing as it stands. */
export const runExperiment = (document: Document, { plan }: Experiment) => startSweep(document, plan);
