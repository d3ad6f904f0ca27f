import type { AskedOf } from "./kinds";

export type NumberAsked = AskedOf<"numbers">["numbers"][number];

const STEPS = 100;
/** How far beyond what was learned from a slider goes, as a part of it. */
const BEYOND = 0.25;
/** Where nothing is known, or everything is the same. */
const REACH = 2;

/** What a slider goes over: what nearly all samples hold, and something beyond. */
export function reachOf(
  { name, low, middle, high }: NumberAsked,
  place: number,
  all: readonly NumberAsked[],
  isWhole = false,
) {
  const wide = high - low;
  const from = wide > 0 ? low - BEYOND * wide : middle - REACH;
  const to = wide > 0 ? high + BEYOND * wide : middle + REACH;
  const named = { name: nameOf(name, place, all.length), middle };
  if (isWhole)
    return { ...named, from: Math.floor(low), to: Math.max(Math.ceil(high), Math.floor(low) + 1), step: 1 };
  return { ...named, from, to, step: (to - from) / STEPS };
}

export type Reach = ReturnType<typeof reachOf>;

/** Numbers that nobody named are called by their place, a single one by its field. */
function nameOf(name: string, place: number, count: number): string {
  const field = name.replace(/\[\d+\]$/, "");
  if (field === name || count === 1) return field;
  return count === 2 ? (["x", "y"][place] as string) : name;
}

/** How many digits of a value mean something. */
export const placesOf = ({ step }: { step: number }) =>
  Math.max(0, Math.min(6, Math.ceil(-Math.log10(step))));
