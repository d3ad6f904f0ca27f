import type { Curve } from "../live/curve";
import { count } from "../live/sentences";
import type { CurveOf } from "./charts";

/** That a run failed after a step, and went back to another. */
export interface GoingBack {
  from: number;
  to: number;
}

/** The stretch of a curve that failed and was taken back; `number` counts the failures, from 1. */
export interface Past {
  number: number;
  split: CurveOf;
  node: string;
  curve: Curve;
}

const NAME = /^failed(\d+)\/(train|training|validation|test)\/(.+)$/;

/** What of a run's curves was taken back, in the order in which it failed. */
export function pastOf(curves: ReadonlyMap<string, Curve>): Past[] {
  return [...curves].flatMap(([name, curve]) => {
    const [, number, split, node] = NAME.exec(name) ?? [];
    if (!number || !node) return [];
    return [{ number: Number(number), split: split as Past["split"], node, curve }];
  });
}

/** Each time that a run went back. Training has a loss at every step: what failed begins after the step gone back to. */
export function goingsBack(curves: ReadonlyMap<string, Curve>, failures: readonly number[]): GoingBack[] {
  const past = pastOf(curves).filter(({ split }) => split === "train");
  return failures.map((from, i) => {
    const firsts = past
      .filter(({ number }) => number === i + 1)
      .map(({ curve }) => curve.steps[0] ?? from + 1);
    return { from, to: Math.min(from + 1, ...firsts) - 1 };
  });
}

/** In words: "Failed after step 34 and went back to step 20." */
export function goingBackWords({ from, to }: GoingBack): string {
  const failed = `Failed after step ${count(from)} and went`;
  return from === to ? `${failed} on from there.` : `${failed} back to step ${count(to)}.`;
}
