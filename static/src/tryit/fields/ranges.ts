import type { AskedNumber } from "../../types/generated";

/** Points of shipped sets lie within this distance of the middle. */
const REACH = 2;

/** Between which numbers one slides, and where one begins. `isUsual`: that of points of the plane. */
export interface Range {
  low: number;
  high: number;
  start: number;
  isUsual: boolean;
}

/** The range of what was learned from; where it is small, or not told, that of points. */
export function rangeOf({ low, middle, high }: AskedNumber): Range {
  if (low >= -REACH && high <= REACH) return { low: -REACH, high: REACH, start: 0, isUsual: true };
  return { low, high: high > low ? high : low + 1, start: middle, isUsual: false };
}

/** A value with as many digits as its range is worth. */
export function written(value: number, { low, high }: Range): string {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10((high - low) / 4))));
  return value.toFixed(Math.min(digits, high - low > 40 ? 1 : digits));
}
