import { type Box, type Obstacle, type Point, whole } from "./box";
import { Heap } from "./heap";

/** How far a way keeps from nodes where there is room, and how close it may come where there is none. */
export const ROOM_PX = 18;
export const CLOSE_PX = 5;

/** How far a wire runs straight from and into a port. */
export const STUB_PX = 12;

const BEND_COST = 60; // a corner is worth this many pixels of detour
const INSIDE_COST = 60; // of each pixel behind a node, so that it is crossed only where no way leads around
const PICTURE_COST = 2.5;
const NEAR_COST = 1;
const SAME_PX = 8; // lines closer than this are one

const RIGHT = 0;
const LEFT = 1;
const DOWN = 2;
const UP = 3;

/** The cheapest square way among these obstacles. It leaves its port and enters the other to the right. */
export function search(port: Point, goal: Point, obstacles: readonly Obstacle[]): Point[] {
  const ahead = goal[0] - port[0];
  const stub = ahead > 0 ? Math.min(STUB_PX, ahead / 2) : STUB_PX;
  const points = between([port[0] + stub, port[1]], [goal[0] - stub, goal[1]], obstacles);
  return corners([port, ...points, goal]);
}

function between(from: Point, to: Point, obstacles: readonly Obstacle[]): Point[] {
  const xs = new Float64Array(obstacles.length * 2);
  const ys = new Float64Array(obstacles.length * 3);
  obstacles.forEach(({ box, below }, index) => {
    xs[2 * index] = box.left - ROOM_PX;
    xs[2 * index + 1] = box.right + ROOM_PX;
    ys[3 * index] = box.top - ROOM_PX;
    ys[3 * index + 1] = box.bottom + ROOM_PX;
    ys[3 * index + 2] = box.bottom + below + ROOM_PX;
  });
  return new Maze(lines(from[0], to[0], xs), lines(from[1], to[1], ys), obstacles).way(from, to);
}

/** Places where a way may run, sorted; two that are as good as one are one. */
function lines(from: number, to: number, wanted: Float64Array): number[] {
  const fixed = from === to ? [from] : [Math.min(from, to), Math.max(from, to)];
  const kept: number[] = [];
  let last = -Infinity;
  for (const line of wanted.sort()) {
    if (line - last < SAME_PX || Math.abs(from - line) < SAME_PX || Math.abs(to - line) < SAME_PX) continue;
    while (fixed.length && (fixed[0] as number) < line) kept.push(fixed.shift() as number);
    kept.push(line);
    last = line;
  }
  return [...kept, ...fixed];
}

/** What one search writes on; the next one wipes it. */
let slate = {
  size: 0,
  across: new Float64Array(0),
  down: new Float64Array(0),
  costs: new Float64Array(0),
  before: new Int32Array(0),
};

function board(size: number): typeof slate {
  if (slate.size < size) {
    const [across, down, costs] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    slate = { size, across, down, costs, before: new Int32Array(size) };
  }
  return slate;
}

/** A grid of lines on which ways run, each piece with its cost. */
class Maze {
  private readonly width: number;
  private readonly height: number;
  private readonly across: Float64Array; // the cost from each crossing to the one right of it
  private readonly down: Float64Array; // and to the one below

  constructor(
    private readonly xs: readonly number[],
    private readonly ys: readonly number[],
    obstacles: readonly Obstacle[],
  ) {
    this.width = xs.length;
    this.height = ys.length;
    const { across, down } = board(this.width * this.height * 4);
    this.across = across;
    this.down = down;
    this.measure();
    for (const obstacle of obstacles) {
      const { box } = obstacle;
      this.charge(box, CLOSE_PX, INSIDE_COST);
      this.charge(box, ROOM_PX - 1, NEAR_COST);
      if (obstacle.below) this.charge(whole(obstacle), 0, PICTURE_COST);
    }
  }

  private measure(): void {
    const { xs, ys, width, height } = this;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        this.across[y * width + x] = (xs[x + 1] ?? Infinity) - (xs[x] as number);
        this.down[y * width + x] = (ys[y + 1] ?? Infinity) - (ys[y] as number);
      }
    }
  }

  private charge({ left, top, right, bottom }: Box, by: number, cost: number): void {
    const { xs, ys, width } = this;
    const [l, t, r, b] = [left - by, top - by, right + by, bottom + by];
    const [firstX, firstY] = [firstAfter(xs, l), firstAfter(ys, t)];
    for (let y = firstY; y < ys.length && (ys[y] as number) < b; y += 1) {
      for (let x = Math.max(firstX - 1, 0); x < width - 1 && (xs[x] as number) < r; x += 1) {
        const covered = Math.min(r, xs[x + 1] as number) - Math.max(l, xs[x] as number);
        this.across[y * width + x] = (this.across[y * width + x] as number) + covered * cost;
      }
    }
    for (let y = Math.max(firstY - 1, 0); y < ys.length - 1 && (ys[y] as number) < b; y += 1) {
      const covered = Math.min(b, ys[y + 1] as number) - Math.max(t, ys[y] as number);
      for (let x = firstX; x < width && (xs[x] as number) < r; x += 1) {
        this.down[y * width + x] = (this.down[y * width + x] as number) + covered * cost;
      }
    }
  }

  /** The cheapest way, as its corners. */
  way(from: Point, to: Point): Point[] {
    const { xs, ys, width, height } = this;
    const { costs, before } = board(width * height * 4);
    costs.fill(Infinity, 0, width * height * 4);
    const open = new Heap();
    const crossing = ([x, y]: Point) => xs.indexOf(x) + ys.indexOf(y) * width;
    const start = crossing(from) * 4 + RIGHT;
    const goal = crossing(to) * 4 + RIGHT;
    const reach = (state: number, total: number, cameFrom: number) => {
      if (total >= (costs[state] as number) - 1e-6) return;
      costs[state] = total;
      before[state] = cameFrom;
      const place = state >> 2;
      const [x, y] = [xs[place % width] as number, ys[Math.floor(place / width)] as number];
      open.push(state, total + atLeast(to[0] - x, to[1] - y, state & 3));
    };
    reach(start, 0, -1);
    for (let state = open.pop(); state >= 0 && state !== goal; state = open.pop()) {
      const cost = costs[state] as number;
      const heading = state & 3;
      if (state >> 2 === goal >> 2 && heading >= DOWN) reach(goal, cost + BEND_COST, state);
      for (let next = 0; next < 4; next += 1) {
        if ((next ^ 1) === heading) continue; // no turning on the spot
        const there = this.next(state >> 2, next);
        if (there < 0) continue;
        const turn = next === heading ? 0 : BEND_COST;
        reach(there * 4 + next, cost + turn + this.step(state >> 2, there, next), state);
      }
    }
    return this.trace(goal);
  }

  /** The crossing beside one; -1 at the rim. */
  private next(place: number, heading: number): number {
    const { width, height } = this;
    const x = place % width;
    if (heading === RIGHT) return x < width - 1 ? place + 1 : -1;
    if (heading === LEFT) return x > 0 ? place - 1 : -1;
    if (heading === UP) return place - width;
    return place + width < width * height ? place + width : -1;
  }

  private step(place: number, there: number, heading: number): number {
    const first = heading === LEFT || heading === UP ? there : place;
    return (heading < DOWN ? this.across[first] : this.down[first]) as number;
  }

  private trace(goal: number): Point[] {
    const points: Point[] = [];
    for (let state = goal; state >= 0; state = slate.before[state] as number) {
      const place = state >> 2;
      points.push([this.xs[place % this.width] as number, this.ys[Math.floor(place / this.width)] as number]);
    }
    return points.reverse();
  }
}

/** What is still to pay for so far across and down, heading there: never more than it will be. */
function atLeast(across: number, down: number, heading: number): number {
  const length = Math.abs(across) + Math.abs(down);
  return length + BEND_COST * bendsLeft(across, down, heading);
}

function bendsLeft(across: number, down: number, heading: number): number {
  if (heading === RIGHT) return across >= 0 ? (down === 0 ? 0 : 2) : 4;
  if (heading === LEFT) return 2;
  return across >= 0 && (heading === DOWN ? down >= 0 : down <= 0) ? 1 : 3;
}

/** Only the places where a way turns, and its ends. */
export function corners(points: readonly Point[]): Point[] {
  const apart = points.filter(
    ([x, y], index) => x !== points[index - 1]?.[0] || y !== points[index - 1]?.[1],
  );
  return apart.filter(([x, y], index) => {
    const [before, after] = [apart[index - 1], apart[index + 1]];
    if (!before || !after) return true;
    return !((before[0] === x && after[0] === x) || (before[1] === y && after[1] === y));
  });
}

function firstAfter(lines: readonly number[], place: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as number) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
