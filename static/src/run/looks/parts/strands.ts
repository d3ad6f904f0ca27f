import type { Shades } from "../../../types/generated";
import { byteValue } from "./bars";

/** More lines would be a felt. */
export const MOST_STRANDS = 64;

/** How much one unit takes from one of the node before. */
export interface Strand {
  from: number;
  to: number;
  weight: number;
}

/** The strongest weights of a matrix (units, inputs), the strongest first. */
export function strongest({ shape, data, low, high }: Shades, most: number, unit?: number): Strand[] {
  const [units = 0, inputs = 0] = shape;
  const found: Strand[] = [];
  for (let to = unit ?? 0; to < (unit === undefined ? units : unit + 1); to++)
    for (let from = 0; from < inputs; from++)
      found.push({ from, to, weight: byteValue(data[to * inputs + from] ?? 0, low, high) });
  return found.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, most);
}

/** A line through a box, from one of the places at its left to one of those at its right. */
export function fan(
  from: number,
  starts: number,
  to: number,
  ends: number,
  { width, height }: { width: number; height: number },
): string {
  const [y1, y2] = [((from + 0.5) / starts) * height, ((to + 0.5) / ends) * height];
  return `M0 ${y1}C${width / 2} ${y1} ${width / 2} ${y2} ${width} ${y2}`;
}
