import { around, type Box, crosses, grown, type Obstacle, type Point, whole } from "./box";
import { Field } from "./field";
import { pieces, type Way, type Wire } from "./way";

/** What is to be written on a wire, by how wide and high it is. */
export interface Label {
  wire: string;
  width: number;
  height: number;
}

const SPARE_PX = 20; // of its piece of way that a label leaves to be seen at either end
const AWAY_PX = 3; // from nodes, other labels and wires of other nets
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

interface Line {
  box: Box;
  net: string;
  way: Way;
  points: readonly Point[];
}

/**
 * A place for the middle of each label, on the way of its wire, where it lies on no node, no picture, no wire of
 * another net and no other label. A label that has no such place is left out.
 */
export function placeLabels(
  labels: readonly Label[],
  wires: readonly Wire[],
  ways: ReadonlyMap<string, Way>,
  obstacles: readonly Obstacle[],
): Map<string, Point> {
  const lines = new Map<string, Line>();
  for (const { id, net } of wires) {
    const way = ways.get(id);
    if (!way) continue;
    const points = pieces(way);
    lines.set(id, { box: grown(around(points), 1), net, way, points });
  }
  const roomy = labels.filter(({ wire, width }) => spanOf(lines.get(wire)) > width + 2 * SPARE_PX);
  const places = new Map<string, Point>();
  if (roomy.length === 0) return places;
  const nodes = fieldOf(obstacles.map((obstacle) => ({ box: whole(obstacle) })));
  const drawn = fieldOf([...lines.values()]);
  const written = new Field<{ box: Box }>();
  for (const { wire, width, height } of roomy) {
    const line = lines.get(wire) as Line;
    for (const middle of middles(line.way, line.points, width)) {
      const box = boxAround(middle, width, height);
      const clear = grown(box, AWAY_PX);
      if (
        nodes.some(clear) ||
        written.some(clear) ||
        drawn.some(clear, (other) => hides(clear, other, line.net))
      )
        continue;
      places.set(wire, middle);
      written.add({ box });
      break;
    }
  }
  return places;
}

/** Where the middle of a way is: for what is written there for a moment only. */
export function middleOf(way: Way): Point {
  const points = pieces(way);
  return middles(way, points, 0)[0] ?? points[0] ?? [0, 0];
}

function fieldOf<Item extends { box: Box }>(items: readonly Item[]): Field<Item> {
  const field = new Field<Item>();
  for (const item of items) field.add(item);
  return field;
}

const spanOf = (line: Line | undefined) =>
  line ? line.box.right - line.box.left + line.box.bottom - line.box.top : 0;

const hides = (box: Box, { net, points }: Line, own: string) =>
  net !== own && points.some((point, index) => index > 0 && crosses(points[index - 1] as Point, point, box));

const boxAround = ([x, y]: Point, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

/** Where a label may be, the best first: near the middle of a curve, or of the longest pieces of a square way. */
function middles({ isCurve }: Way, line: readonly Point[], width: number): Point[] {
  if (isCurve && line.length > 2) {
    return SHARES.map((share) => line[Math.round(share * (line.length - 1))] as Point);
  }
  const long = line.flatMap((point, index) => {
    const before = line[index - 1];
    if (!before) return [];
    const [across, down] = [Math.abs(point[0] - before[0]), Math.abs(point[1] - before[1])];
    const spare = across ? across - width : down; // a label lies across a piece that runs down
    return spare > 2 * SPARE_PX ? [{ spare: across ? spare : spare / 4, before, point }] : [];
  });
  return long
    .sort((one, other) => other.spare - one.spare)
    .flatMap(({ before: [x1, y1], point: [x2, y2] }) =>
      SHARES.map((share): Point => [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share]),
    );
}
