import type { Extent } from "./extent";

/** The points of some curves that an axis does not show, so that it can be said. */
export interface Outside {
  above: number;
  /** The highest of those above; null where there are none. */
  highest: number | null;
  below: number;
  lowest: number | null;
  /** At or below zero, where a logarithmic axis has no place for them. */
  unplaced: number;
  notNumbers: number;
}

/** Counts what lies beside an axis, point by point. */
export function outside(
  curves: readonly ArrayLike<number>[],
  { low, high }: Extent,
  isLog: boolean,
): Outside {
  const [from, to] = isLog ? [10 ** low, 10 ** high] : [low, high];
  const found: Outside = { above: 0, highest: null, below: 0, lowest: null, unplaced: 0, notNumbers: 0 };
  for (const values of curves) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) found.notNumbers += 1;
      else if (isLog && value <= 0) found.unplaced += 1;
      else if (value > to) {
        found.above += 1;
        found.highest = Math.max(found.highest ?? value, value);
      } else if (value < from) {
        found.below += 1;
        found.lowest = Math.min(found.lowest ?? value, value);
      }
    }
  }
  return found;
}

export type Side = "above" | "below";

/** One stretch of a curve beyond an edge of the axis: where it goes farthest, and how far. */
export interface Excursion {
  step: number;
  value: number;
}

/**
 * The stretches of a curve beyond an edge; those that come again within `apart` steps are one, since their marks
 * would cover each other.
 */
export function excursions(
  steps: readonly number[],
  values: readonly number[],
  edge: number,
  side: Side,
  apart: number,
): Excursion[] {
  const isFarther = (value: number, than: number) => (side === "above" ? value > than : value < than);
  const found: (Excursion & { last: number })[] = [];
  steps.forEach((step, i) => {
    const value = values[i] as number;
    if (!isFarther(value, edge)) return;
    const open = found.at(-1);
    if (!open || step - open.last > apart) {
      found.push({ step, value, last: step });
      return;
    }
    open.last = step;
    if (isFarther(value, open.value)) Object.assign(open, { step, value });
  });
  return found.map(({ step, value }) => ({ step, value }));
}
