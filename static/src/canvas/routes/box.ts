/** A place on the drawing, in CSS pixels at zoom 1. */
export type Point = readonly [x: number, y: number];

/** A rectangle on the drawing. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What wires run around. */
export interface Obstacle {
  id: string;
  /** All that is drawn of it, with the line of its problem and what lies behind a block. */
  box: Box;
  /** How far below it a picture may hang while it trains: nothing should run there if it can be helped. */
  below: number;
}

export const grown = ({ left, top, right, bottom }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

export const meet = (one: Box, other: Box): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** The smallest box that holds these places. */
export function around(points: readonly Point[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    if (x < box.left) box.left = x;
    if (x > box.right) box.right = x;
    if (y < box.top) box.top = y;
    if (y > box.bottom) box.bottom = y;
  }
  return box;
}

/** An obstacle with its picture. */
export const whole = ({ box, below }: Obstacle): Box => ({ ...box, bottom: box.bottom + below });

/** True when a straight line from one place to another runs through a box. */
export function crosses([x1, y1]: Point, [x2, y2]: Point, { left, top, right, bottom }: Box): boolean {
  let [from, to] = [0, 1];
  for (const [start, step, low, high] of [
    [x1, x2 - x1, left, right],
    [y1, y2 - y1, top, bottom],
  ] as const) {
    if (step === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [one, other] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(one, other));
    to = Math.min(to, Math.max(one, other));
  }
  return from < to;
}
