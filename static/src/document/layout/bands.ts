import type { Position } from "../graph/graph";
import { SIZE } from "./geometry";
import type { Levels } from "./levels";
import type { Links } from "./links";

/** How far apart columns and levels are: room for a few wires between nodes, and for pictures below them. */
const COLUMN_PX = SIZE.width + 60;
const GAP_PX = 44;
const NARROWEST = 4; // columns of a band
const CUT_COST = 0.05; // of the size at which a drawing is seen, for each wire that goes on in the next band
const LONE_COST = 4; // of a band with a single column, in such wires
const BYPASS_COST = 6; // of a bypass that is torn

/**
 * Places for a drawing with levels, folded into bands one below the other, so that it is seen as large as can
 * be in a window of this width over height. It is cut where few wires go on.
 */
export function inBands(
  links: Links,
  levels: Levels,
  heightOf: (id: string) => number,
  aspectRatio: number,
): Map<string, Position> {
  const columns = 1 + Math.max(...[...levels.cells.values()].map(({ column }) => column));
  const costs = cutCosts(links, levels, columns);
  let best = { worth: -1, places: new Map<string, Position>() };
  const sensible = Math.ceil(2 * Math.sqrt(columns * aspectRatio)); // wider ones are low and long
  for (
    let widest = Math.min(columns, Math.max(sensible, 12));
    widest >= Math.min(columns, NARROWEST);
    widest -= 1
  ) {
    const cuts = cutsFor(columns, widest, costs);
    const places = placesIn(levels, cuts, heightOf);
    const cost = cuts.reduce((sum, cut) => sum + (costs[cut] ?? 0), 0);
    const worth = seen(places, heightOf, aspectRatio) * (1 - CUT_COST * cost);
    if (worth > best.worth) best = { worth, places };
  }
  return best.places;
}

/** What it costs to cut left of each column: the wires that go on, and more for bypasses that are torn. */
function cutCosts({ after }: Links, { cells, bypasses }: Levels, columns: number): number[] {
  const costs = new Array<number>(columns).fill(0);
  const column = (id: string) => cells.get(id)?.column ?? 0;
  const charge = (from: number, to: number, cost: number) => {
    for (let cut = from; cut <= to; cut += 1) costs[cut] = (costs[cut] ?? 0) + cost;
  };
  for (const [from, readers] of after) for (const to of readers) charge(column(from) + 1, column(to), 1);
  // Not where it begins: there all that lies under it goes on beside it.
  for (const { from, to } of bypasses) charge(column(from) + 2, column(to), BYPASS_COST);
  charge(columns - 1, columns - 1, LONE_COST);
  return costs;
}

/** Where to cut so that no band is wider than this: each time the cheapest place in its last third. */
function cutsFor(columns: number, widest: number, costs: readonly number[]): number[] {
  const cuts: number[] = [];
  for (let start = 0; columns - start > widest; ) {
    let best = start + widest;
    for (let cut = start + widest; cut >= start + Math.ceil((widest * 2) / 3); cut -= 1) {
      if ((costs[cut] ?? 0) < (costs[best] ?? 0)) best = cut;
    }
    cuts.push(best);
    start = best;
  }
  return cuts;
}

function placesIn(
  { cells }: Levels,
  cuts: readonly number[],
  heightOf: (id: string) => number,
): Map<string, Position> {
  const places = new Map<string, Position>();
  const starts = [0, ...cuts];
  const bands: Map<number, [id: string, column: number][]>[] = starts.map(() => new Map());
  for (const [id, { column, level }] of cells) {
    const band = starts.findLastIndex((start) => start <= column);
    const rows = bands[band];
    rows?.set(level, [...(rows.get(level) ?? []), [id, column - (starts[band] ?? 0)]]);
  }
  let top = 0;
  for (const rows of bands) {
    for (const [, row] of [...rows].sort(([one], [other]) => one - other)) {
      for (const [id, column] of row) places.set(id, [column * COLUMN_PX, top]);
      top += Math.max(...row.map(([id]) => heightOf(id))) + SIZE.picture + GAP_PX;
    }
  }
  return places;
}

/** How large a drawing is seen that fills a window of this width over height. */
function seen(
  places: ReadonlyMap<string, Position>,
  heightOf: (id: string) => number,
  aspectRatio: number,
): number {
  const right = Math.max(...[...places.values()].map(([x]) => x)) + SIZE.width + COLUMN_PX / 2;
  const bottom = Math.max(...[...places].map(([id, [, y]]) => y + heightOf(id))) + SIZE.picture;
  return Math.min(aspectRatio / right, 1 / bottom);
}
