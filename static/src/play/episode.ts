import { SCENES } from "./scenes";

/** What was seen at each step, of values that lie one after the other. */
export function rowsOf(values: ArrayLike<number>, columns: number): number[][] {
  return Array.from({ length: Math.floor(values.length / columns) }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column] ?? 0),
  );
}

/** How long an episode of so many steps takes to be seen, in milliseconds. */
export const lengthOf = (world: string, steps: number, mostMs = Infinity): number =>
  Math.min(mostMs, steps * (SCENES[world]?.stepMs ?? 100));

/** Whether films run by themselves here. */
export const runsByItself = (): boolean => !matchMedia("(prefers-reduced-motion: reduce)").matches;
