import { type Box, type Obstacle, type Point, whole } from "./box";
import type { Field } from "./field";
import { CLOSE_PX } from "./search";
import type { Way, Wire } from "./way";

const REACH_PX = 60; // no piece is moved further
const STUB_PX = 5; // and none so far that a wire turns on its port

/** A corner that may be moved. */
export type Corner = [x: number, y: number];

/** A wire whose way turns square, or is one straight line, with corners that may be moved. */
export interface Course {
  wire: Wire;
  corners: Corner[];
}

/** A straight piece of the ways of one net. */
export interface Rail {
  net: string;
  /** Where it lies: the y of one that runs across the page, the x of one that runs down it. */
  at: number;
  from: number;
  to: number;
  /** How far it may be moved; one that ends in a port may not. */
  low: number;
  high: number;
  /** Where its net goes on at either end: -1 to smaller numbers, 1 to larger ones, 0 when it ends there. */
  before: number;
  after: number;
  pieces: [course: Course, index: number][];
}

/** The axis along which a rail lies: 0 for one that runs down the page, whose x is what it can give. */
export type Axis = 0 | 1;

/** The rails of these courses that run down the page (axis 0) or across it (axis 1). */
export function railsOf(courses: readonly Course[], axis: Axis): Rail[] {
  const rails = new Map<string, Rail[]>();
  const lone: Rail[] = [];
  for (const course of courses) {
    if (course.corners.length === 2) {
      const rail = railOf(course, 0, axis);
      if (rail) lone.push(rail);
      continue;
    }
    for (let index = 0; index < course.corners.length - 1; index += 1) {
      const rail = railOf(course, index, axis);
      if (!rail) continue;
      const key = `${rail.net} ${Math.round(rail.at * 4)}`;
      const known = rails.get(key);
      if (known) known.push(rail);
      else rails.set(key, [rail]);
    }
  }
  return [...[...rails.values()].flatMap(joined), ...lone];
}

function railOf(course: Course, index: number, axis: Axis): Rail | null {
  const { corners, wire } = course;
  const [start, end] = [corners[index] as Corner, corners[index + 1] as Corner];
  const other = 1 - axis;
  if (start[axis] !== end[axis] || start[other as Axis] === end[other as Axis]) return null;
  const isDown = start[other as Axis] < end[other as Axis];
  const [first, last] = isDown ? [start, end] : [end, start];
  const side = (beyond: Corner | undefined) => (beyond ? Math.sign(beyond[axis] - start[axis]) : 0);
  const [before, after] = [side(corners[index - 1]), side(corners[index + 2])];
  const isFixed = index === 0 || index === corners.length - 2;
  return {
    net: wire.net,
    at: start[axis],
    from: first[other as Axis],
    to: last[other as Axis],
    low: isFixed ? start[axis] : axis === 0 && index === 1 ? wire.from[0] + STUB_PX : -Infinity,
    high: isFixed
      ? start[axis]
      : axis === 0 && index === corners.length - 3
        ? wire.to[0] - STUB_PX
        : Infinity,
    before: isDown ? before : after,
    after: isDown ? after : before,
    pieces: [[course, index]],
  };
}

/** Rails of one net on one line: those that touch are one. */
function joined(rails: Rail[]): Rail[] {
  const found: Rail[] = [];
  for (const rail of rails.sort((one, other) => one.from - other.from)) {
    const last = found.at(-1);
    if (!last || rail.from > last.to) {
      found.push(rail);
      continue;
    }
    if (rail.to > last.to) [last.to, last.after] = [rail.to, rail.after];
    last.low = Math.max(last.low, rail.low);
    last.high = Math.min(last.high, rail.high);
    last.pieces.push(...rail.pieces);
  }
  return found;
}

/** Narrows how far a rail may be moved to what lies between the nodes beside it. */
export function confine(rail: Rail, axis: Axis, field: Field<Obstacle & { box: Box }>): void {
  if (rail.low >= rail.high) return;
  const [low, high] = [rail.at - REACH_PX, rail.at + REACH_PX];
  const strip =
    axis === 0
      ? { left: low, right: high, top: rail.from, bottom: rail.to }
      : { left: rail.from, right: rail.to, top: low, bottom: high };
  rail.low = Math.max(rail.low, low);
  rail.high = Math.min(rail.high, high);
  for (const obstacle of field.in(strip)) {
    for (const box of [obstacle.box, whole(obstacle)]) {
      const [start, end] = axis === 0 ? [box.left, box.right] : [box.top, box.bottom];
      if (end <= rail.at) rail.low = Math.max(rail.low, Math.min(end + CLOSE_PX, rail.at));
      else if (start >= rail.at) rail.high = Math.min(rail.high, Math.max(start - CLOSE_PX, rail.at));
    }
  }
}

/** Moves a rail, and with it the corners of its ways. */
export function move(rail: Rail, axis: Axis, at: number): boolean {
  if (Math.abs(rail.at - at) < 0.01) return false;
  for (const [{ corners }, index] of rail.pieces) {
    (corners[index] as Corner)[axis] = at;
    (corners[index + 1] as Corner)[axis] = at;
  }
  rail.at = at;
  return true;
}

/** The courses of ways: those that turn square, and those that are one straight line. */
export function coursesOf(ways: Iterable<readonly [Wire, Way]>): Course[] {
  const courses: Course[] = [];
  for (const [wire, { isCurve, points }] of ways) {
    const [first, last] = [points[0] as Point, points.at(-1) as Point];
    const isStraight = first[1] === last[1];
    if (isCurve && !isStraight) continue;
    courses.push({ wire, corners: (isCurve ? [first, last] : points).map(([x, y]): Corner => [x, y]) });
  }
  return courses;
}
