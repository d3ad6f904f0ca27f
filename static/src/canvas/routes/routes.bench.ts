import { test } from "vitest";
import type { Obstacle, Point } from "./box";
import { placeLabels } from "./labels";
import { Router } from "./router";
import type { Wire } from "./way";

/**
 * `script/npm run bench`: what the ways of 300 wires cost, afresh and for each move of one node. The drawing is
 * that of 300 layers in rows of twenty, each wired to the next, every twentieth past a row.
 */
const COUNT = 300;
const IN_A_ROW = 20;

const obstacle = (index: number, [x, y]: Point): Obstacle => ({
  id: `n${index}`,
  box: { left: x, top: y, right: x + 196, bottom: y + 84 },
  below: 66,
});

const home = (index: number): Point => [(index % IN_A_ROW) * 290, Math.floor(index / IN_A_ROW) * 190];

const nodes = Array.from({ length: COUNT }, (_, index) => obstacle(index, home(index)));

function wire(from: Obstacle, to: Obstacle): Wire {
  const place = ({ box }: Obstacle, x: number): Point => [x, box.top + 67];
  return {
    id: `${to.id}.${from.id}`,
    net: from.id,
    source: from.id,
    target: to.id,
    from: place(from, from.box.right + 6),
    to: place(to, to.box.left - 6),
  };
}

function wiresOf(drawn: readonly Obstacle[]): Wire[] {
  const next = drawn.slice(1).map((to, index) => wire(drawn[index] as Obstacle, to));
  const past = drawn.flatMap((from, index) => {
    const to = drawn[index + IN_A_ROW + 1];
    return to && index % IN_A_ROW === 0 ? [wire(from, to)] : [];
  });
  return [...next, ...past];
}

const wires = wiresOf(nodes);
const labels = wires.map(({ id }) => ({ wire: id, width: 90, height: 18 }));
const router = new Router();
const ways = router.route(nodes, wires);
let step = 0;

test("the ways of 300 wires", async ({ bench }) => {
  await bench.compare(
    bench("afresh", () => {
      new Router().route(nodes, wires);
    }),
    bench("while a node is dragged", () => {
      step = (step + 1) % 90;
      const [x, y] = home(150);
      const moved = nodes.with(150, obstacle(150, [x + 7 * step, y + 3 * step]));
      router.route(moved, wiresOf(moved));
    }),
    bench("their labels", () => {
      placeLabels(labels, wires, ways, nodes);
    }),
  );
});
