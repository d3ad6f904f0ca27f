/** Left, right, bottom and top. */
export type Box = readonly [number, number, number, number];

/** Where a place of the plane lies in a box, in percent from its left and top. */
export function percentOf(
  [x, y]: readonly [number, number],
  [left, right, bottom, top]: Box,
): [number, number] {
  return [(100 * (x - left)) / (right - left), 100 * (1 - (y - bottom) / (top - bottom))];
}

/** The place of the plane that lies at percents from the left and top of a box. */
export function placeOf(
  [x, y]: readonly [number, number],
  [left, right, bottom, top]: Box,
): [number, number] {
  return [left + (x / 100) * (right - left), top - (y / 100) * (top - bottom)];
}

/** A line through points `[x, y, x, y, ...]`, in percent of a box. */
export function pathOf(points: ArrayLike<number>, box: Box): string {
  let path = "";
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = percentOf([points[i] as number, points[i + 1] as number], box);
    path += `${i === 0 ? "M" : "L"}${x.toFixed(2)},${y.toFixed(2)}`;
  }
  return path;
}

/** Arrows between points, none longer than `most` percent: they say which way, not quite how far. */
export function arrowsOf(
  begins: ArrayLike<number>,
  ends: ArrayLike<number>,
  box: Box,
  most: number,
): { x: number; y: number; toX: number; toY: number }[] {
  return Array.from({ length: Math.floor(begins.length / 2) }, (_, i) => {
    const [x, y] = percentOf([begins[2 * i] as number, begins[2 * i + 1] as number], box);
    const [endX, endY] = percentOf([ends[2 * i] as number, ends[2 * i + 1] as number], box);
    const long = Math.hypot(endX - x, endY - y);
    const share = long > most ? most / long : 1;
    return { x, y, toX: x + share * (endX - x), toY: y + share * (endY - y) };
  });
}

const HEAD = 2.4;

/** An arrow with its head, as a path. */
export function arrowPath({ x, y, toX, toY }: { x: number; y: number; toX: number; toY: number }): string {
  const way = Math.atan2(toY - y, toX - x);
  const wing = (turn: number) =>
    `M${toX},${toY}L${(toX - HEAD * Math.cos(way + turn)).toFixed(2)},${(toY - HEAD * Math.sin(way + turn)).toFixed(2)}`;
  return Math.hypot(toX - x, toY - y) < 0.5 ? "" : `M${x},${y}L${toX},${toY}${wing(0.5)}${wing(-0.5)}`;
}
