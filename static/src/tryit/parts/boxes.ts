/** The x and y of its centre, its width and its height, as shares of the picture. */
export type Box = [x: number, y: number, wide: number, high: number];

interface Point {
  x: number;
  y: number;
}

const LEAST = 0.02;
const STEP = 0.02;

/** The box between two corners, in any order. */
export function boxBetween(one: Point, other: Point): Box {
  const [left, right] = [Math.min(one.x, other.x), Math.max(one.x, other.x)];
  const [top, bottom] = [Math.min(one.y, other.y), Math.max(one.y, other.y)];
  return rounded([(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]);
}

/** A box moved by an arrow key or, with Shift, made larger to the right and below, or smaller; kept on the picture. */
export function moved([x, y, wide, high]: Box, key: string, isSized: boolean): Box {
  const right = { ArrowLeft: -STEP, ArrowRight: STEP }[key] ?? 0;
  const down = { ArrowUp: -STEP, ArrowDown: STEP }[key] ?? 0;
  if (!isSized)
    return rounded([
      kept(x + right, wide / 2, 1 - wide / 2),
      kept(y + down, high / 2, 1 - high / 2),
      wide,
      high,
    ]);
  const [left, top] = [x - wide / 2, y - high / 2];
  const [wider, higher] = [kept(wide + right, LEAST, 1 - left), kept(high + down, LEAST, 1 - top)];
  return rounded([left + wider / 2, top + higher / 2, wider, higher]);
}

const kept = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

const rounded = (box: Box): Box => box.map((value) => Math.round(value * 1e4) / 1e4) as Box;
