import { type Extent, union } from "./extent";

/** What both axes of a chart reach over. */
export interface Axes {
  /** The last step. */
  steps: number;
  values: Extent;
}

/** What a run needs, and how many steps it will have when it has ended. */
export interface Needed extends Axes {
  planned: number;
}

/** Of one kind of chart, what each run needed when it was last looked at; the latest is the last. */
export type Remembered = ReadonlyMap<string, Needed>;

/** A run that would lie within this part of the axes, at an edge, can't be read on them. */
const TOO_FLAT = 1 / 20;

export interface Shared extends Axes {
  /** Runs looked at before fit on these axes, too. */
  isShared: boolean;
  /** The run looked at just before is not comparable by eye: its axes were others. */
  isOther: boolean;
}

/**
 * The axes on which a run is shown: such as fit the runs looked at before it as well, so that what is compared by
 * eye stands on the same ones. A run that would make another one unreadable has axes of its own.
 */
export function sharedAxes(run: string, needed: Needed, remembered: Remembered, isShare: boolean): Shared {
  const others = [...remembered].filter(([id]) => id !== run).map(([, axes]) => axes);
  const isComparable = (other: Needed) =>
    canBeRead(needed, other, isShare) && canBeRead(other, needed, isShare);
  const fitting = others.filter(isComparable);
  const before = others.at(-1);
  return {
    steps: Math.max(needed.steps, ...fitting.map(({ steps }) => steps)),
    values: fitting.map(({ values }) => values).reduce(union, needed.values),
    isShared: fitting.length > 0,
    isOther: before !== undefined && !isComparable(before),
  };
}

/** Whether a run can be read on axes that fit another one, too. Every share lies on the same hundred percent. */
function canBeRead({ values, planned, steps }: Needed, other: Needed, isShare: boolean): boolean {
  if (Math.max(planned, steps) < TOO_FLAT * other.steps) return false;
  const all = union(values, other.values);
  const least = TOO_FLAT * (all.high - all.low);
  return isShare || (values.high - all.low >= least && all.high - values.low >= least);
}
