import { around, type Box, type Point } from "./box";

/** How a wire runs: four points of one curve, or the corners of a way that goes straight and turns square. */
export interface Way {
  readonly isCurve: boolean;
  readonly points: readonly Point[];
}

/** A wire between two places. Wires of one net come from one port. */
export interface Wire {
  id: string;
  net: string;
  from: Point;
  to: Point;
  /** The nodes at its ends. */
  source: string;
  target: string;
}

const BEND_PX = 10;
const PIECES = 14;

/** The curve of a wire that has nothing in its way. */
export function curve([x1, y1]: Point, [x2, y2]: Point): Way {
  const reach = (x2 - x1) / 2;
  const turns: [Point, Point] = [
    [x1 + reach, y1],
    [x2 - reach, y2],
  ];
  return { isCurve: true, points: [[x1, y1], ...turns, [x2, y2]] };
}

/** A way as short straight pieces, as close to it as an eye can see. */
export function pieces(way: Way): readonly Point[] {
  if (!way.isCurve) return way.points;
  const [first, , , last] = way.points;
  if (first && last && first[1] === last[1]) return [first, last];
  return Array.from({ length: PIECES + 1 }, (_, step) => onCurve(way.points, step / PIECES));
}

function onCurve(points: readonly Point[], at: number): Point {
  const rest = 1 - at;
  const shares = [rest ** 3, 3 * at * rest ** 2, 3 * at ** 2 * rest, at ** 3];
  let [x, y] = [0, 0];
  points.forEach((point, index) => {
    x += point[0] * (shares[index] ?? 0);
    y += point[1] * (shares[index] ?? 0);
  });
  return [x, y];
}

/** Where a way is. */
export const boxOf = (way: Way): Box => around(way.points);

/** What a brush does to draw a way: a canvas, or the text of an SVG path. */
export interface Brush {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

/** Draws a way, its corners rounded. */
export function trace({ isCurve, points }: Way, brush: Brush): void {
  const [start, second, third, fourth] = points;
  if (!start) return;
  brush.moveTo(...start);
  if (isCurve && second && third && fourth) brush.bezierCurveTo(...second, ...third, ...fourth);
  else traceCorners(points, brush);
}

function traceCorners(points: readonly Point[], brush: Brush): void {
  let before = points[0] as Point;
  for (let index = 1; index < points.length; index += 1) {
    const [point, after] = [points[index] as Point, points[index + 1]];
    if (!after) brush.lineTo(...point);
    else {
      brush.lineTo(...towards(point, before));
      brush.quadraticCurveTo(...point, ...towards(point, after));
    }
    before = point;
  }
}

/** A way as the `d` of an SVG path. */
export function pathOf(way: Way): string {
  let path = "";
  const put =
    (letter: string) =>
    (...numbers: number[]) => {
      path += letter + numbers.map((number) => Math.round(number * 10) / 10).join(" ");
    };
  trace(way, { moveTo: put("M"), lineTo: put("L"), quadraticCurveTo: put("Q"), bezierCurveTo: put("C") });
  return path;
}

function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y) || 1;
  const share = Math.min(BEND_PX, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}
