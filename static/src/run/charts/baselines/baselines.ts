import { create } from "zustand";
import { ApiError, api } from "../../../api";
import type { Baseline, Baselines } from "../../../types/generated";

const AGAIN_MS = 1_200;
/** After what passes by itself: a server that is out of reach, or has too much to do. */
const PASSING_MS = 4_000;

interface BaselineView {
  /** The run whose baselines these are. */
  run: string;
  told: Baselines | null;
  /** Every classical method is compared, not only those of the lesson. */
  isAll: boolean;
  /** Names of lines that are switched off. */
  hidden: ReadonlySet<string>;
  /** Why nothing can be told, in words. */
  trouble: string;
}

/** What the task of the run looked at comes to without its network. */
export const useBaselines = create<BaselineView>(() => ({
  run: "",
  told: null,
  isAll: false,
  hidden: new Set(),
  trouble: "",
}));

/** Asks for the baselines of a run, again and again while some are being computed, until the returned function is called. */
export function followBaselines(run: string, isAll: boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  useBaselines.setState((before) =>
    before.run === run ? { trouble: "" } : { run, told: null, trouble: "" },
  );
  const ask = async () => {
    try {
      const told = await api.get<Baselines>(`/api/runs/${run}/baselines/${isAll ? "?methods=all" : ""}`);
      if (isOver) return;
      useBaselines.setState({ told, trouble: "" });
      if (told.pending.length > 0) timer = setTimeout(ask, AGAIN_MS);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isOver) return;
      useBaselines.setState({ trouble: error.message });
      const isPassing = error.isUnreachable || error.status === 429 || error.status >= 500;
      if (isPassing) timer = setTimeout(ask, error.afterS === null ? PASSING_MS : error.afterS * 1_000);
    }
  };
  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** Compares every run that is looked at with all classical methods from now on. */
export function compareAll(): void {
  useBaselines.setState({ isAll: true });
}

/** Switches a line off, or on again. */
export function toggleBaseline(name: string): void {
  useBaselines.setState(({ hidden }) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    return { hidden: next };
  });
}

/** A baseline that is another curve of the run: of which node, and what it is called. */
export interface DrawnBaseline {
  node: string;
  measure: string;
  name: string;
}

/** Which curves of a run are baselines of others. */
export function drawnIn(told: Baselines | null): DrawnBaseline[] {
  return (told?.lines ?? [])
    .filter(({ drawn }) => drawn)
    .map(({ drawn, measure, name }) => ({ node: drawn, measure, name }));
}

/** A baseline that is one figure: a horizontal line. */
export type FlatBaseline = Baseline & { value: number };

/** The figures among the baselines of a chart's curves, in their order. */
export function flatsOf(told: Baselines | null, nodes: readonly string[]): FlatBaseline[] {
  return (told?.lines ?? []).filter(
    (line): line is FlatBaseline => line.value !== null && nodes.includes(line.measure),
  );
}
