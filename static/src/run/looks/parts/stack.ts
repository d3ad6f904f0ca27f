import type { Shades } from "../../../types/generated";

/** One map of a stack. */
export function mapAt({ shape, data, low, high }: Shades, number: number): Shades {
  const [, height = 0, width = 0] = shape;
  const size = height * width;
  return { shape: [height, width], low, high, data: data.subarray(number * size, (number + 1) * size) };
}
