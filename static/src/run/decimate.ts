/** A curve brought down to what a chart can show. Steps of what has no finite value are left out. */
export interface Thinned {
  steps: number[];
  low: number[];
  high: number[];
  /** Mean over a window around each step. */
  smooth: number[];
}

/** The window's half-width, as a part of the curve: wide enough to calm noise, too narrow to hide a bend. */
const SMOOTHING = 1 / 60;

/**
 * Thins a curve to at most `buckets` steps. Each keeps the lowest and highest value of what it
 * stands for, so that no spike is lost, and a smoothed value.
 */
export function thin(steps: Uint32Array, values: Float32Array, buckets = 500): Thinned {
  const size = Math.max(1, Math.ceil(values.length / buckets));
  const sums = runningSums(values);
  const radius = Math.floor(values.length * SMOOTHING);
  const thinned: Thinned = { steps: [], low: [], high: [], smooth: [] };
  for (let start = 0; start < values.length; start += size) {
    const end = Math.min(start + size, values.length);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) continue;
    const middle = end - start === 1 ? start : (start + end) >> 1;
    thinned.steps.push(steps[middle] as number);
    thinned.low.push(low);
    thinned.high.push(high);
    thinned.smooth.push(
      meanBetween(sums, Math.min(start, middle - radius), Math.max(end, middle + radius + 1)),
    );
  }
  return thinned;
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
