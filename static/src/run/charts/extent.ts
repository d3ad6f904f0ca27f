/** From where to where an axis reaches: in values, or in their powers of ten where it is logarithmic. */
export interface Extent {
  low: number;
  high: number;
}

export interface Scale {
  isLog: boolean;
  isShare: boolean;
}

/** The core of a curve: its points without so many of the lowest, and as many of the highest. */
const TAIL = 0.15;
/** Fewer points than this are all there is to see. */
const FEWEST = 11;
/** A curve is flattened when its core fills less than this part of the axis. */
const FLAT = 1 / 8;
/** What lies farther from the core than so many times its height is left out then. */
const REACH = 3;
/** So many of the first points tell the start of a way down from a spike that stands alone. */
const FIRST = 5;
/** A core is at least so high: in percent of its values, in powers of ten, in shares. */
const LEAST = { linear: 0.01, log: 0.1, share: 0.05 };
const PADDING = 0.05;

/** The finite values as the axis measures them; on a logarithmic one, what is not above zero has no place. */
export function onScale(values: readonly number[], isLog: boolean): number[] {
  const measured = isLog ? values.map((value) => (value > 0 ? Math.log10(value) : Number.NaN)) : values;
  return measured.filter(Number.isFinite);
}

/** Where all points lie; null while there are none. */
export function fullExtent(curves: readonly number[][]): Extent | null {
  return curves.reduce<Extent | null>((known, points) => {
    const extent = points.reduce<Extent | null>(
      (all, value) => union(all, { low: value, high: value }),
      null,
    );
    return extent ? union(known, extent) : known;
  }, null);
}

/**
 * Where the points lie without the few that would flatten the rest; all of them where nothing is flattened.
 *
 * Each curve counts as a whole, however few points it has, and so does the way that it came from its start. Curves
 * that stand aside are shown as far as they lie near.
 */
export function robustExtent(
  curves: readonly number[][],
  scale: Scale,
  aside: readonly number[][] = [],
): Extent | null {
  const all = [...curves, ...aside];
  const full = fullExtent(all);
  const drawn = curves.filter((points) => points.length > 0);
  const core = drawn.map(coreOf).reduce<Extent | null>(union, null);
  if (!full || !core) return full;
  const height = Math.max(core.high - core.low, leastHeight(core, scale));
  const starts = drawn.flatMap((points) => startOf(points, core));
  const wanted = { low: Math.min(core.low, ...starts), high: Math.max(core.high, ...starts) };
  if (Math.max(wanted.high - wanted.low, height) >= FLAT * (full.high - full.low)) return full;
  const reach = REACH * height;
  return fullExtent([all.flat().filter((value) => beyond(value, wanted) <= reach)]);
}

/** How far a value lies outside of an extent; 0 inside. */
function beyond(value: number, { low, high }: Extent): number {
  return Math.max(low - value, value - high, 0);
}

function coreOf(points: number[]): Extent {
  const sorted = Float64Array.from(points).sort();
  const last = sorted.length - 1;
  const cut = sorted.length < FEWEST ? 0 : Math.max(1, Math.floor(last * TAIL));
  return { low: sorted[cut] as number, high: sorted[last - cut] as number };
}

/**
 * Where a curve came down (or up) from: its first point, if the next ones lie on the way and none lies much farther.
 * A loss begins where guessing is, and how far it came is what its reader wants to see.
 */
function startOf(points: number[], core: Extent): number[] {
  const start = points[0] as number;
  const distance = beyond(start, core);
  const first = points.slice(0, points.length < 100 ? 3 : FIRST).sort(ascending);
  const isOnItsWay = beyond(first[first.length >> 1] as number, core) >= distance / 5;
  return isOnItsWay && points.every((value) => beyond(value, core) <= 1.5 * distance) ? [start] : [];
}

const ascending = (one: number, other: number) => one - other;

function leastHeight({ low, high }: Extent, { isLog, isShare }: Scale): number {
  if (isShare) return LEAST.share;
  return isLog ? LEAST.log : LEAST.linear * Math.max(Math.abs(low), Math.abs(high));
}

/** The smallest extent that holds both. */
export function union(one: Extent | null, other: Extent): Extent {
  if (!one) return other;
  return { low: Math.min(one.low, other.low), high: Math.max(one.high, other.high) };
}

/** An extent with air around it, that shows nothing below zero where nothing is, and no share above 100 %. */
export function padded({ low, high }: Extent, { isLog, isShare }: Scale): Extent {
  const middle = (low + high) / 2;
  const least = isShare ? LEAST.share : isLog ? LEAST.log : Math.abs(middle) * LEAST.linear || 1;
  const half = Math.max(high - low, least) / 2;
  const air = 2 * half * PADDING;
  const from = middle - half - air;
  const to = middle + half + air;
  if (isShare) return { low: Math.max(from, -air / 4), high: Math.min(to, 1 + air / 2) };
  return { low: !isLog && low >= 0 ? Math.max(from, 0) : from, high: to };
}

/** Whether a logarithmic axis would show much more of the curves than the linear one that reaches over `shown`. */
export function logHelps(curves: readonly number[][], shown: Extent): boolean {
  const points = Float64Array.from(curves.flat()).sort();
  const [lowest, highest] = [points[0] ?? 0, points.at(-1) ?? 0];
  if (points.length < 2 * FEWEST || lowest <= 0 || highest === lowest) return false;
  const low = points[Math.floor(points.length / 4)] as number;
  const high = points[Math.floor((points.length * 3) / 4)] as number;
  const linear = (high - low) / (shown.high - shown.low);
  return linear < FLAT && Math.log(high / low) / Math.log(highest / lowest) > 3 * linear;
}
