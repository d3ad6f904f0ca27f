/** A noisy curve brought down to what a chart can show. Steps of what has no finite value are left out. */
export interface Thinned {
  steps: number[];
  low: number[];
  high: number[];
  /** Mean over a window around each step. */
  smooth: number[];
}

/** A chart is some hundred pixels wide: more points than these are nowhere to be seen. */
const BUCKETS = 500;

/** How much a curve is smoothed: which part of it each mean is taken over. */
export const SMOOTHINGS = { none: 0, light: 1 / 100, usual: 1 / 30, strong: 1 / 10 } as const;
export type Smoothing = keyof typeof SMOOTHINGS;

/**
 * Over how many points of a curve each mean is taken: at most the part that was asked for, and one of few numbers
 * (1, 3, 5, 11, 21, 51, 101 ...), so that what is said of it stays while a curve grows.
 */
export function windowOf(length: number, smoothing: Smoothing): number {
  const most = length * SMOOTHINGS[smoothing];
  let window = most < 3 ? 1 : most < 5 ? 3 : 5;
  for (let tens = 10; tens < most; tens *= 10)
    for (const times of [1, 2, 5]) if (times * tens + 1 <= most) window = times * tens + 1;
  return window;
}

/**
 * Thins a curve to at most `buckets` steps. Each keeps the lowest and highest value of what it
 * stands for, so that no spike is lost, and the mean of the `window` points around it.
 */
export function thin(
  steps: Uint32Array,
  values: Float32Array,
  buckets = BUCKETS,
  window = windowOf(values.length, "usual"),
): Thinned {
  const sums = runningSums(values);
  const radius = (window - 1) >> 1;
  const thinned: Thinned = { steps: [], low: [], high: [], smooth: [] };
  for (const { start, end, low, high } of bucketsOf(values, buckets)) {
    const middle = end - start === 1 ? start : (start + end) >> 1;
    thinned.steps.push(steps[middle] as number);
    thinned.low.push(values[low] as number);
    thinned.high.push(values[high] as number);
    thinned.smooth.push(meanBetween(sums, middle - radius, middle + radius + 1));
  }
  return thinned;
}

/** The points of a curve as they are, at most two for each bucket: its lowest and its highest, in order. */
export function outline(
  steps: Uint32Array,
  values: Float32Array,
  buckets = BUCKETS,
): { steps: number[]; values: number[] } {
  const kept = bucketsOf(values, buckets).flatMap(({ low, high }) =>
    low === high ? [low] : [Math.min(low, high), Math.max(low, high)],
  );
  return { steps: kept.map((i) => steps[i] as number), values: kept.map((i) => values[i] as number) };
}

interface Bucket {
  start: number;
  end: number;
  /** Where its lowest and its highest value are. */
  low: number;
  high: number;
}

function bucketsOf(values: Float32Array, most: number): Bucket[] {
  const size = Math.max(1, Math.ceil(values.length / most));
  const found: Bucket[] = [];
  for (let start = 0; start < values.length; start += size) {
    const end = Math.min(start + size, values.length);
    let low = -1;
    let high = -1;
    for (let i = start; i < end; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      if (low < 0 || value < (values[low] as number)) low = i;
      if (high < 0 || value > (values[high] as number)) high = i;
    }
    if (low >= 0) found.push({ start, end, low, high });
  }
  return found;
}

interface RunningSums {
  sum: Float64Array;
  count: Uint32Array;
}

function runningSums(values: Float32Array): RunningSums {
  const sum = new Float64Array(values.length + 1);
  const count = new Uint32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const isNumber = Number.isFinite(value);
    sum[i + 1] = (sum[i] as number) + (isNumber ? value : 0);
    count[i + 1] = (count[i] as number) + (isNumber ? 1 : 0);
  }
  return { sum, count };
}

/** The mean of the finite values from `start` up to `end`, both brought inside the curve. */
function meanBetween({ sum, count }: RunningSums, start: number, end: number): number {
  const first = Math.max(0, start);
  const last = Math.min(sum.length - 1, end);
  return (
    ((sum[last] as number) - (sum[first] as number)) / ((count[last] as number) - (count[first] as number))
  );
}
