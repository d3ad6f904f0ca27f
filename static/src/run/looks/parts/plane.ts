/** Left, right, bottom, top. */
export type Box = readonly [number, number, number, number];

/** The ways of points `[x, y, x, y, ...]`, so many turns each, as one path of a drawing that is 100 wide and high. */
export function waysIn(points: Float32Array, turns: number, box: Box): string {
  const parts: string[] = [];
  for (let at = 0; 2 * at + 1 < points.length; at++) {
    const [x, y] = placeIn(points[2 * at] as number, points[2 * at + 1] as number, box);
    parts.push(`${at % turns === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`);
  }
  return parts.join("");
}

/** Where a point lies in a drawing that is 100 wide and high; what is far outside stays within reach of it. */
export function placeIn(x: number, y: number, [left, right, bottom, top]: Box): [number, number] {
  const near = (value: number) => (Number.isFinite(value) ? Math.max(-1_000, Math.min(1_000, value)) : 0);
  return [near((100 * (x - left)) / (right - left)), near(100 * (1 - (y - bottom) / (top - bottom)))];
}

const HEAD = 0.35;

/** Arrows on a grid of `side` by `side` places, row by row from the top, the longest as long as a cell. */
export function arrowsIn(slopes: Float32Array, side: number): string {
  let longest = 1e-12;
  for (let at = 0; 2 * at + 1 < slopes.length; at++)
    longest = Math.max(longest, Math.hypot(slopes[2 * at] as number, slopes[2 * at + 1] as number));
  const cell = 100 / side;
  const parts: string[] = [];
  for (let at = 0; at < side * side; at++) {
    const right = ((slopes[2 * at] ?? 0) / longest) * cell;
    const down = (-(slopes[2 * at + 1] ?? 0) / longest) * cell;
    const [x, y] = [((at % side) + 0.5) * cell - right / 2, (Math.floor(at / side) + 0.5) * cell - down / 2];
    const point = (a: number, b: number) => `${(x + a).toFixed(2)} ${(y + b).toFixed(2)}`;
    const wing = (turn: number) =>
      point(right * (1 - HEAD) - turn * down * HEAD * 0.6, down * (1 - HEAD) + turn * right * HEAD * 0.6);
    parts.push(`M${point(0, 0)}L${point(right, down)}M${wing(1)}L${point(right, down)}L${wing(-1)}`);
  }
  return parts.join("");
}
