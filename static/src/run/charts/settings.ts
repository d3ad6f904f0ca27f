import { create } from "zustand";
import type { Needed } from "./compare";
import { SMOOTHINGS, type Smoothing } from "./decimate";

const KEY = "layerloom-smoothing";

/** How one kind of chart is looked at, whichever run it shows. */
export interface Way {
  isLog: boolean;
  /** Every point is shown, however much it flattens the rest. */
  isWhole: boolean;
  /** The axes fit the run looked at alone. */
  isAlone: boolean;
}

const USUAL: Way = { isLog: false, isWhole: false, isAlone: false };

interface Settings {
  smoothing: Smoothing;
  ways: Readonly<Record<string, Way>>;
}

/** How this page's reader looks at charts. Smoothing is kept on this machine, as the theme is. */
export const useChartSettings = create<Settings>(() => ({ smoothing: keptSmoothing(), ways: {} }));

export function useWay(chart: string): Way {
  return useChartSettings(({ ways }) => ways[chart] ?? USUAL);
}

export function setWay(chart: string, change: Partial<Way>): void {
  useChartSettings.setState(({ ways }) => ({
    ways: { ...ways, [chart]: { ...(ways[chart] ?? USUAL), ...change } },
  }));
}

export function setSmoothing(smoothing: Smoothing): void {
  localStorage.setItem(KEY, smoothing);
  useChartSettings.setState({ smoothing });
}

function keptSmoothing(): Smoothing {
  const kept = localStorage.getItem(KEY) ?? "";
  return kept in SMOOTHINGS ? (kept as Smoothing) : "usual";
}

const seen = new Map<string, Map<string, Needed>>();

/** What the runs that were looked at in a chart needed of its axes, the latest last. */
export function rememberedOf(chart: string): ReadonlyMap<string, Needed> {
  return seen.get(chart) ?? new Map();
}

export function remember(chart: string, run: string, needed: Needed): void {
  const runs = seen.get(chart) ?? new Map<string, Needed>();
  runs.delete(run);
  runs.set(run, needed);
  seen.set(chart, runs);
}
