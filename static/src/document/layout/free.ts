import type { Position } from "../graph/graph";

/** A rectangle of the drawing. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STEP_PX = 14;
const APART_PX = 20;
const FARTHEST_STEPS = 240;
const CELL_PX = 256;

/**
 * How far boxes that keep their shape must move from where they are meant, so that they cover nothing.
 *
 * Not at all where they cover nothing there. Else to the nearest place with some air around it: inside of `within`
 * if they fit there anywhere, and wherever there is room if they don't.
 */
export function freeShift(meant: readonly Box[], taken: readonly Box[], within?: Box): Position {
  const cells = new Cells(taken);
  const around = boundsOf(meant);
  if (meant.length === 0 || (!cells.touch(meant, 0, [0, 0]) && (!within || isInside(around, within))))
    return [0, 0];
  const isFree = (shift: Position) => !cells.touch(meant, APART_PX, shift);
  const start = within ? shiftInto(around, within) : null;
  const inView =
    within && start && nearest(start, (shift) => isInside(moved(around, shift), within) && isFree(shift));
  return inView ?? nearest([0, 0], isFree) ?? besideAll(around, taken);
}

/** The smallest box around some. */
export function boundsOf(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** True where two boxes cover each other, or come nearer than that. */
export function areClose(one: Box, other: Box, apart = 0): boolean {
  return (
    one.x < other.x + other.width + apart &&
    other.x < one.x + one.width + apart &&
    one.y < other.y + other.height + apart &&
    other.y < one.y + one.height + apart
  );
}

const moved = (box: Box, [dx, dy]: Position): Box => ({ ...box, x: box.x + dx, y: box.y + dy });

const isInside = (box: Box, within: Box) =>
  box.x >= within.x &&
  box.y >= within.y &&
  box.x + box.width <= within.x + within.width &&
  box.y + box.height <= within.y + within.height;

/** The least that a box must move to lie inside of another; null where it is too large. */
function shiftInto(box: Box, within: Box): Position | null {
  if (box.width > within.width || box.height > within.height) return null;
  const into = (at: number, from: number, to: number) => Math.min(Math.max(at, from), to) - at;
  return [
    into(box.x, within.x, within.x + within.width - box.width),
    into(box.y, within.y, within.y + within.height - box.height),
  ];
}

// Ring by ring, so that the search ends soon where there is room; of a ring, the nearest.
function nearest([dx, dy]: Position, isFree: (shift: Position) => boolean): Position | null {
  for (let ring = 0; ring <= FARTHEST_STEPS; ring++) {
    for (const [x, y] of ringOf(ring)) {
      const shift: Position = [dx + x * STEP_PX, dy + y * STEP_PX];
      if (isFree(shift)) return shift;
    }
  }
  return null;
}

function ringOf(ring: number): Position[] {
  if (ring === 0) return [[0, 0]];
  const places: Position[] = [];
  for (let along = 0; along <= ring; along++) {
    // Straight ones are nearer than corners; below and to the right first, as one reads.
    const sides: Position[] = [
      [along, ring],
      [ring, along],
      [-along, ring],
      [ring, -along],
      [along, -ring],
      [-ring, along],
      [-along, -ring],
      [-ring, -along],
    ];
    places.push(...sides);
  }
  return places;
}

function besideAll(around: Box, taken: readonly Box[]): Position {
  const all = boundsOf(taken);
  return [all.x - around.x, all.y + all.height + APART_PX - around.y];
}

/** Boxes by the squares of a grid that they touch, so that a look asks only those nearby. */
class Cells {
  readonly #cells = new Map<string, Box[]>();

  constructor(boxes: readonly Box[]) {
    for (const box of boxes)
      for (const cell of cellsOf(box)) this.#cells.set(cell, [...(this.#cells.get(cell) ?? []), box]);
  }

  /** Whether any of the boxes, moved, comes nearer to one of these than that. */
  touch(boxes: readonly Box[], apart: number, shift: Position): boolean {
    return boxes.some((box) => {
      const { x, y, width, height } = moved(box, shift);
      const wide = { x: x - apart, y: y - apart, width: width + 2 * apart, height: height + 2 * apart };
      return cellsOf(wide).some((cell) => this.#cells.get(cell)?.some((other) => areClose(wide, other)));
    });
  }
}

function cellsOf({ x, y, width, height }: Box): string[] {
  const cells: string[] = [];
  for (let column = Math.floor(x / CELL_PX); column <= (x + width) / CELL_PX; column++)
    for (let row = Math.floor(y / CELL_PX); row <= (y + height) / CELL_PX; row++)
      cells.push(`${column} ${row}`);
  return cells;
}
