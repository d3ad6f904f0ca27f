import { create } from "zustand";
import { formatValue, parseValue } from "../document/params/params";
import type { Value } from "../document/params/value";
import type { Param, SweepPlan } from "../types/generated";
import type { Place } from "./places";

export type Axis = SweepPlan["axes"][number];

/** An axis as it is typed, before it is read. */
export interface DraftAxis {
  path: string;
  param: Param;
  kind: "range" | "choices";
  low: string;
  high: string;
  scale: "linear" | "log";
  points: string;
  choices: string;
}

/** A sweep while its owner plans it; kept while other tabs are in front. */
export interface Draft {
  axes: readonly DraftAxis[];
  search: string;
  trials: string;
  parallel: number;
  prune: boolean;
  judge: string;
  at: "best" | "end";
}

export const useDraft = create<Draft>(() => ({
  axes: [],
  search: "random",
  trials: "12",
  parallel: 2,
  prune: false,
  judge: "",
  at: "best",
}));

let chosen: string | null = null;

/** True once for the setting that was last chosen to be varied: its values are what is typed next. */
export function wasJustChosen(path: string): boolean {
  if (chosen !== path) return false;
  chosen = null;
  return true;
}

/** Varies a setting, with values around what it is set to. */
export function vary(place: Place): void {
  chosen = place.path;
  useDraft.setState(({ axes }) =>
    axes.some(({ path }) => path === place.path) ? {} : { axes: [...axes, suggested(place)] },
  );
}

export function changeAxis(path: string, change: Partial<DraftAxis>): void {
  useDraft.setState(({ axes }) => ({
    axes: axes.map((axis) => (axis.path === path ? { ...axis, ...change } : axis)),
  }));
}

export function leaveOut(path: string): void {
  useDraft.setState(({ axes }) => ({ axes: axes.filter((axis) => axis.path !== path) }));
}

/** Values worth trying, by what the setting is and what it is set to. */
export function suggested({ path, param, value }: Place): DraftAxis {
  const axis: DraftAxis = {
    path,
    param,
    kind: "choices",
    low: "",
    high: "",
    scale: "linear",
    points: "3",
    choices: formatValue(value),
  };
  if (param.kind === "bool") return { ...axis, choices: "true, false" };
  if (param.kind === "choice") return { ...axis, choices: param.choices.join(", ") };
  const number = typeof value === "number" ? value : value === null ? 0 : Number.NaN;
  if (Number.isNaN(number)) return axis;
  const { low, high, scale } = param.kind === "float" ? rangeOf(param, number) : wholeRange(param, number);
  return { ...axis, kind: "range", low: String(low), high: String(high), scale };
}

type Range = { low: number; high: number; scale: "linear" | "log" };

/** A share lies between 0 and 1; of any other number its powers of ten say most. */
function rangeOf({ minimum, maximum }: Param, value: number): Range {
  if (minimum === 0 && maximum === 1 && value >= 0.05)
    return { low: 0, high: Math.min(1, Math.max(0.5, rounded(2 * value))), scale: "linear" };
  if (value <= 0) return { low: 1e-5, high: Math.min(0.1, maximum ?? 0.1), scale: "log" };
  return {
    low: rounded(value / 10),
    high: rounded(Math.min(value * 10, maximum ?? value * 10)),
    scale: "log",
  };
}

function wholeRange({ minimum, maximum }: Param, value: number): Range {
  const low = Math.max(minimum ?? 1, Math.round(value / 4));
  const high = Math.min(maximum ?? Number.MAX_SAFE_INTEGER, Math.max(value * 4, low + 3));
  return { low, high, scale: low > 0 && high >= 4 * low ? "log" : "linear" };
}

const rounded = (value: number) => Number(value.toPrecision(3));

/** A plan of what was typed, or a sentence on what is wrong with it. */
export type Planned = { ok: true; plan: Partial<SweepPlan> } | { ok: false; message: string };

export function planOf(draft: Draft): Planned {
  if (draft.axes.length === 0) return refused("Choose what to vary first.");
  const axes: Axis[] = [];
  for (const axis of draft.axes) {
    const read = readAxis(axis);
    if (typeof read === "string") return refused(`${axis.path}: ${read}`);
    axes.push(read);
  }
  const trials = draft.search === "grid" ? combinations(draft) : whole(draft.trials);
  if (trials === null || trials < 1 || trials > MOST_TRIALS)
    return refused(
      draft.search === "grid"
        ? `These are ${trials ?? "too many"} combinations; a sweep makes at most ${MOST_TRIALS} trials.`
        : `How many trials? A whole number up to ${MOST_TRIALS}.`,
    );
  const { search, parallel, prune, judge, at } = draft;
  return {
    ok: true,
    plan: { axes, search, trials, parallel, prune, judge: { name: judge, at, direction: null } },
  };
}

export const MOST_TRIALS = 100;

/** How many combinations a grid has; null while something can't be read. */
export function combinations({ axes }: Pick<Draft, "axes">): number | null {
  let many = 1;
  for (const axis of axes) {
    const read = readAxis(axis);
    if (typeof read === "string") return null;
    many *= "choices" in read ? read.choices.length : Math.min(read.points, valuesIn(read));
  }
  return many;
}

const valuesIn = ({ whole, low, high }: { whole: boolean; low: number; high: number }) =>
  whole ? high - low + 1 : Number.POSITIVE_INFINITY;

function readAxis(axis: DraftAxis): Axis | string {
  return axis.kind === "choices" ? readChoices(axis) : readRange(axis);
}

function readChoices({ path, param, choices: text }: DraftAxis): Axis | string {
  const parts = text.split(text.includes(";") ? ";" : ",").map((part) => part.trim());
  const choices: Value[] = [];
  for (const part of parts.filter((each) => each !== "")) {
    const parsed = parseValue(param, part);
    if (!parsed.ok) return parsed.message;
    choices.push(parsed.value);
  }
  return choices.length > 0 ? { path, choices } : "which values? Write them with commas between.";
}

function readRange({ path, param, low, high, scale, points }: DraftAxis): Axis | string {
  const ends = [parseValue(param, low), parseValue(param, high)];
  for (const end of ends) if (!end.ok) return end.message;
  const [from, to] = ends.map((end) => (end.ok ? end.value : null));
  if (typeof from !== "number" || typeof to !== "number") return "from which number to which?";
  if (from >= to) return "the first number must be below the second.";
  if (scale === "log" && from <= 0) return "in powers of ten it must begin above 0.";
  const many = whole(points);
  if (many === null || many < 2 || many > 24) return "in how many points? From 2 to 24.";
  return { path, low: from, high: to, scale, whole: param.kind !== "float", points: many };
}

function whole(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}

const refused = (message: string): Planned => ({ ok: false, message });
