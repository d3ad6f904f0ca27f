/** Bars of a vector, as parts of the drawing's height from the top; the zero line where it lies. */
export interface Bars {
  zero: number;
  tops: number[];
  bottoms: number[];
}

/** The value that an activation's byte stands for. */
export function byteValue(byte: number, low: number, high: number): number {
  return low + (byte / 255) * (high - low);
}

/** Lays a vector out as bars that grow from zero, up for positive values and down for negative ones. */
export function layOutBars(data: Uint8Array, low: number, high: number): Bars {
  const bottom = Math.min(0, low);
  const span = Math.max(0, high) - bottom || 1;
  const heightOf = (value: number) => 1 - (value - bottom) / span;
  const zero = heightOf(0);
  const ends = Array.from(data, (byte) => heightOf(byteValue(byte, low, high)));
  return {
    zero,
    tops: ends.map((end) => Math.min(end, zero)),
    bottoms: ends.map((end) => Math.max(end, zero)),
  };
}
