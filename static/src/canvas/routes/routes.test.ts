import { describe, expect, test } from "vitest";
import { crosses, grown, type Obstacle, type Point, whole } from "./box";
import { Router } from "./router";
import { pathOf, pieces, type Way, type Wire } from "./way";

const WIDTH = 196;
const HEIGHT = 84;

const node = (id: string, x: number, y: number): Obstacle => ({
  id,
  box: { left: x, top: y, right: x + WIDTH, bottom: y + HEIGHT },
  below: 66,
});

const wire = (from: Obstacle, to: Obstacle, row = 0): Wire => ({
  id: `${to.id}.in${row}`,
  net: `${from.id}.out`,
  source: from.id,
  target: to.id,
  from: [from.box.right + 6, from.box.top + 67],
  to: [to.box.left - 6, to.box.top + 67 + 22 * row],
});

const routed = (nodes: Obstacle[], wires: Wire[]) => new Router().route(nodes, wires);
const wayOf = (nodes: Obstacle[], drawn: Wire): Way => routed(nodes, [drawn]).get(drawn.id) as Way;

/** The nodes that a wire runs through, without those at its ends. */
function under(
  way: Way,
  drawn: Wire,
  nodes: readonly Obstacle[],
  boxOf = ({ box }: Obstacle) => box,
): string[] {
  const line = pieces(way);
  const runsUnder = (node: Obstacle) =>
    line.some((point, index) => index > 0 && crosses(line[index - 1] as Point, point, boxOf(node)));
  return nodes
    .filter((node) => ![drawn.source, drawn.target].includes(node.id) && runsUnder(node))
    .map(({ id }) => id);
}

describe("a wire", () => {
  const [a, b, c] = [node("a", 0, 0), node("b", 250, 0), node("c", 500, 0)];

  test("is a curve from port to port where nothing is in its way", () => {
    const drawn = wire(a, b);
    const way = wayOf([a, b, c], drawn);
    expect(way.isCurve).toBe(true);
    expect(way.points[0]).toEqual(drawn.from);
    expect(way.points.at(-1)).toEqual(drawn.to);
    expect(pathOf(way)).toBe("M202 67C223 67 223 67 244 67");
  });

  test("runs around a node between its ends, and leaves and enters to the right", () => {
    const drawn = wire(a, c);
    const way = wayOf([a, b, c], drawn);
    expect(under(way, drawn, [a, b, c])).toEqual([]);
    expect(way.points[0]).toEqual(drawn.from);
    expect(way.points[1]?.[1]).toBe(drawn.from[1]);
    expect(way.points.at(-1)).toEqual(drawn.to);
    expect(way.points.at(-2)?.[1]).toBe(drawn.to[1]);
  });

  test("leaves room below a node for the picture that comes when it trains", () => {
    const row = [a, b, c, node("far", 250, 230)];
    const drawn = wire(a, c);
    expect(under(wayOf(row, drawn), drawn, row, whole)).toEqual([]);
  });

  test("goes back to the next row between the rows", () => {
    const row = [a, b, c, node("next", 0, 230)];
    const drawn = wire(c, row[3] as Obstacle);
    const way = wayOf(row, drawn);
    expect(under(way, drawn, row, whole)).toEqual([]);
    expect(way.points).toHaveLength(6);
    const [, , , across] = way.points;
    expect(across?.[1]).toBeGreaterThan(HEIGHT + 66);
    expect(across?.[1]).toBeLessThan(230);
  });

  test("does not run behind its own nodes", () => {
    const drawn = wire(c, a);
    const line = pieces(wayOf([a, c], drawn));
    const inside = [a, c].map(({ box }) => grown(box, -1));
    for (const box of inside) {
      expect(line.some((point, index) => index > 0 && crosses(line[index - 1] as Point, point, box))).toBe(
        false,
      );
    }
  });

  test("of a node that lies on others takes the shortest way out", () => {
    const heap = [node("a", 0, 0), node("b", 120, 20), node("c", 500, 0)];
    const way = wayOf(heap, wire(heap[0] as Obstacle, heap[2] as Obstacle));
    expect(way.points.at(-1)).toEqual([494, 67]);
    expect(way.points.length).toBeLessThan(8);
  });

  test("into a node that is walled in crosses no more than the wall", () => {
    const start = node("start", -600, 0);
    const ring = [-230, 0, 230].flatMap((x) => [-100, 0, 100].map((y) => node(`${x},${y}`, x, y)));
    const nodes = [start, ...ring];
    const target = nodes.find(({ id }) => id === "0,0") as Obstacle;
    const drawn = wire(start, target);
    expect(under(wayOf(nodes, drawn), drawn, nodes).length).toBeLessThanOrEqual(1);
  });
});

describe("wires beside each other", () => {
  // One row of nodes, and wires from its left to its right that all have to go around it.
  const row = Array.from({ length: 6 }, (_, index) => node(`n${index}`, index * 250, 0));
  const [n0, n1, , , n4, n5] = row as [Obstacle, Obstacle, Obstacle, Obstacle, Obstacle, Obstacle];

  test("of different nets do not lie on one another", () => {
    const wires = [wire(n0, n4), wire(n1, n5)];
    const ways = routed(row, wires);
    const [one, other] = wires.map(({ id }) => ways.get(id) as Way);
    expect(shared(one as Way, other as Way)).toBeLessThan(5);
  });

  test("of one net share their way", () => {
    const wires = [wire(n0, n4), wire(n0, n5)];
    const ways = routed(row, wires);
    expect(shared(ways.get("n4.in0") as Way, ways.get("n5.in0") as Way)).toBeGreaterThan(500);
  });
});

/** How long two square ways lie on one another. */
function shared(one: Way, other: Way): number {
  let length = 0;
  const sides = (way: Way) =>
    way.points.slice(1).map((point, index): [Point, Point] => [way.points[index] as Point, point]);
  for (const [[x1, y1], [x2, y2]] of sides(one)) {
    for (const [[u1, v1], [u2, v2]] of sides(other)) {
      const across =
        Math.min(Math.max(x1, x2), Math.max(u1, u2)) - Math.max(Math.min(x1, x2), Math.min(u1, u2));
      const down =
        Math.min(Math.max(y1, y2), Math.max(v1, v2)) - Math.max(Math.min(y1, y2), Math.min(v1, v2));
      if (y1 === y2 && v1 === v2 && Math.abs(y1 - v1) < 4) length += Math.max(across, 0);
      if (x1 === x2 && u1 === u2 && Math.abs(x1 - u1) < 4) length += Math.max(down, 0);
    }
  }
  return length;
}

describe("ways", () => {
  // Scattered without overlap, alike each time.
  const nodes = Array.from({ length: 30 }, (_, index) =>
    node(
      `n${index}`,
      (index % 6) * 300 + ((index * 7919) % 60),
      Math.floor(index / 6) * 240 + ((index * 104729) % 50),
    ),
  );
  const wires = nodes.flatMap((from, index) =>
    [1, 5].map((step) => wire(from, nodes[(index + step) % nodes.length] as Obstacle, step % 3)),
  );

  test("cross no node that is not theirs", () => {
    const ways = routed(nodes, wires);
    for (const drawn of wires) expect(under(ways.get(drawn.id) as Way, drawn, nodes)).toEqual([]);
  });

  test("follow from where things are, not from how they came there", () => {
    const router = new Router();
    router.route(nodes, wires);
    const dragged = nodes.map((known) => known);
    for (let step = 1; step <= 8; step += 1) {
      dragged[9] = node("n9", 900 + step * 31, 240 - step * 17);
      const ends = new Map(dragged.map((known) => [known.id, known]));
      const now = wires.map(({ source, target, id }) =>
        wire(ends.get(source) as Obstacle, ends.get(target) as Obstacle, Number(id.slice(-1))),
      );
      expect(router.route(dragged, now)).toEqual(new Router().route(dragged, now));
    }
  });

  test("are found at once, however far away somebody put a node", () => {
    const far = node("far", 4e8, -3e8);
    const wall = node("wall", 300, 0);
    const drawn = [wire(node("a", 0, 0), far), wire(far, node("a", 0, 0), 1)];
    const ways = routed([node("a", 0, 0), wall, far], drawn);
    expect(drawn.flatMap((one) => under(ways.get(one.id) as Way, one, [wall]))).toEqual([]);
  });

  test("keep their identity while nothing near them moves", () => {
    const router = new Router();
    const before = router.route([...nodes, node("lone", 4000, 0)], wires);
    const after = router.route([...nodes, node("lone", 4000, 40)], wires);
    for (const [id, way] of after) expect(way).toBe(before.get(id));
  });
});
