import type { Floats } from "../../../types/generated";

/** The values of a column of little-endian float32, wherever its bytes lie. */
export function valuesOf({ data }: Floats): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from({ length: data.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** A box around points `[x, y, x, y, ...]`, a little wider than they reach: left, right, bottom, top. */
export function boxAround(...sets: Float32Array[]): [number, number, number, number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const points of sets)
    for (let i = 0; i + 1 < points.length; i += 2) {
      const [x, y] = [points[i] as number, points[i + 1] as number];
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.min(bottom, y);
      top = Math.max(top, y);
    }
  if (left > right) return [-1, 1, -1, 1];
  const marginX = (right - left || 1) * 0.06;
  const marginY = (top - bottom || 1) * 0.06;
  return [left - marginX, right + marginX, bottom - marginY, top + marginY];
}

/** The same box, made square around its middle: points keep their distances. */
export function squared([left, right, bottom, top]: [number, number, number, number]): [
  number,
  number,
  number,
  number,
] {
  const half = Math.max(right - left, top - bottom) / 2;
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return [x - half, x + half, y - half, y + half];
}
