import { api } from "../api";
import { config } from "../config";
import type { Document } from "../types/generated";

/** Something to try: what its button says, and what will be seen. */
export interface Variant {
  label: string;
  expect: string;
}

/** What the task comes to without the network. `value` is given where no method finds it, with the reason. */
export interface Baseline {
  name: string;
  measure: string;
  value: number | null;
  why: string;
}

export interface FullSize {
  title: string;
  parameters: number;
  source: string;
}

/** What a starter must come to on the test part. */
export interface Bar {
  measure: string;
  value: number;
  at: "least" | "most";
}

export interface Lesson {
  teaches: string;
  paper: string;
  expect: string;
  tries: Variant[];
  ablation: Variant;
  broken: Variant;
  baselines: Baseline[];
  comparisons: { title: string; measure: string; expect: string }[];
  full_size: FullSize[];
}

/** A starter as its lesson is told. */
export interface Told {
  key: string;
  title: string;
  bars: Bar[];
  /** What its seeds came to on the test part, while that is true of this drawing. */
  measured: { figures: Record<string, number[]> } | null;
  lesson: Lesson | null;
}

/** The lesson of the starter that this network began as. */
export const fetchLesson = () =>
  api.get<Told>(`/api/starters/${encodeURIComponent(config.starter)}/?v=${config.version}`);

/** How that starter is drawn. */
export const fetchDrawing = async () =>
  (
    await api.get<{ document: Document }>(
      `/api/starters/${encodeURIComponent(config.starter)}/document/?v=${config.version}`,
    )
  ).document;

/** Every button of a lesson. */
export const variantsOf = ({ tries, ablation, broken }: Lesson): Variant[] => [...tries, ablation, broken];
