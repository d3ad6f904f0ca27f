import { formatValue } from "../document/params/params";
import type { Value } from "../document/params/value";
import { metricText } from "../run/live/sentences";
import type { Sweep, SweepDetail, Trial } from "./sweeps";

const STATUS = { running: "Searching", finished: "Finished", stopped: "Stopped" } as const;

/** "Sweep 2 · Finished", or its state alone. */
export function sweepTitle({ status }: Sweep, number?: number): string {
  return number === undefined ? STATUS[status] : `Sweep ${number} · ${STATUS[status]}`;
}

/** "3 of 12 trials are done; the best is trial 2.", or why it ended. */
export function progressWords({ status, reason, trials, total, best }: SweepDetail): string {
  const done = trials.filter(({ run }) => run.ended_at).length;
  const leader =
    best === null ? "" : ` Trial ${best + 1} is the best${status === "running" ? " so far" : ""}.`;
  return status === "running" ? `${done} of ${total} trials are done.${leader}` : `${reason}${leader}`;
}

/** What an experiment came to, for who can't see its chart: "ReLU: 0.1 at 2, 0.05 at 8." */
export function resultSentences(sweep: SweepDetail): string {
  const isShare = isShareOf(sweep);
  const told = (sweep.result?.lines ?? []).map(({ label, medians }) => {
    const points = medians.map(([x, y]) => `${metricText(y, isShare)} at ${valueText(x)}`).join(", ");
    return `${label || sweep.plan.judge.name}: ${points}.`;
  });
  return told.join(" ");
}

/** The trials, the best first; those without a result after them, in the order of their start. */
export function ranked({ trials, plan }: SweepDetail): Trial[] {
  const sign = plan.judge.direction === "up" ? -1 : 1;
  const rank = ({ score }: Trial) => (score === null ? Number.POSITIVE_INFINITY : sign * score);
  return [...trials].sort((one, other) => {
    const by = rank(one) - rank(other);
    return Number.isNaN(by) || by === 0 ? one.number - other.number : by;
  });
}

/** A result, or what was measured last while there is none; a share of 1 as percent. */
export function scoreText({ score, course }: Trial, isShare: boolean): string {
  const value = score ?? course.at(-1)?.[1];
  return value === undefined ? "…" : metricText(value, isShare);
}

/** Whether what trials are judged by is shown as percent: a metric that never left 0 to 1. */
export function isShareOf({ trials, plan }: SweepDetail): boolean {
  const values = trials.flatMap(({ course }) => course.map(([, value]) => value));
  return (
    plan.judge.direction === "up" && values.length > 0 && values.every((value) => value >= 0 && value <= 1)
  );
}

/** "out_features": what a path ends in, where that says which axis is meant. */
export function shortPath(path: string, paths: readonly string[]): string {
  const name = lastName(path);
  return paths.filter((other) => lastName(other) === name).length > 1 ? path : name;
}

export const lastName = (path: string) => path.split(/[./]/).at(-1) ?? path;

/** A value as a table shows it. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return "";
  return value === null ? "none" : formatValue(value);
}
