import type { Box, Obstacle } from "./box";
import type { Field } from "./field";
import { type Axis, type Course, confine, move, type Rail, railsOf } from "./rails";

/** How far apart wires of different nets run beside each other, where there is room. */
export const BESIDE_PX = 8;

const ROUNDS = 3; // what makes room for one may come close to another

/** Moves pieces of ways of different nets that would lie on one another, so that they run beside each other. */
export function apart(courses: readonly Course[], field: Field<Obstacle & { box: Box }>): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    const hasMoved = ([0, 1] as const).map((axis) =>
      crowds(railsOf(courses, axis))
        .map((crowd) => spread(crowd, axis, field))
        .some(Boolean),
    );
    if (!hasMoved.some(Boolean)) return;
  }
}

const overlap = (one: Rail, other: Rail) => Math.min(one.to, other.to) - Math.max(one.from, other.from) > 0;
const isClose = (one: Rail, other: Rail) => Math.abs(one.at - other.at) < BESIDE_PX - 0.1;

/** Rails that lie on or too close beside one another. */
function crowds(rails: Rail[]): Rail[][] {
  rails.sort((one, other) => one.at - other.at || (one.net < other.net ? -1 : 1) || one.from - other.from);
  const crowdOf = new Map<Rail, Rail[]>();
  rails.forEach((rail, index) => {
    for (let back = index - 1; back >= 0; back -= 1) {
      const other = rails[back] as Rail;
      if (!isClose(rail, other)) break;
      if (other.net === rail.net || !overlap(rail, other)) continue;
      const [one, two] = [crowdOf.get(other) ?? [other], crowdOf.get(rail) ?? [rail]];
      if (one === two) continue;
      one.push(...two);
      for (const member of one) crowdOf.set(member, one);
    }
  });
  return [...new Set(crowdOf.values())];
}

function spread(crowd: Rail[], axis: Axis, field: Field<Obstacle & { box: Box }>): boolean {
  for (const rail of crowd) confine(rail, axis, field);
  const sorted = inOrder(crowd);
  const low = Math.max(...sorted.map((rail) => rail.low));
  const high = Math.min(...sorted.map((rail) => rail.high));
  const fixed = sorted.findIndex((rail) => rail.low >= rail.high);
  const gaps = sorted.length - 1;
  const isFree = fixed < 0 && low < high;
  const gap = isFree ? Math.min(BESIDE_PX, (high - low) / gaps) : BESIDE_PX;
  const middle = sorted.reduce((sum, { at }) => sum + at, 0) / sorted.length;
  const first = isFree
    ? Math.min(Math.max(middle - (gap * gaps) / 2, low), high - gap * gaps)
    : (sorted[Math.max(fixed, 0)] as Rail).at - Math.max(fixed, 0) * gap;
  const taken = sorted.filter((rail) => rail.low >= rail.high);
  const hasMoved = sorted.map((rail, index) => {
    if (rail.low >= rail.high) return false;
    const at = isFree ? first + index * gap : freeNear(rail, first + index * gap, taken);
    taken.push(rail);
    return move(rail, axis, at);
  });
  return hasMoved.some(Boolean);
}

/** The place nearest to the wanted one where a rail may lie and no taken one does. */
function freeNear(rail: Rail, wanted: number, taken: readonly Rail[]): number {
  const fits = (at: number) =>
    at >= rail.low &&
    at <= rail.high &&
    taken.every(
      (other) => other.net === rail.net || !overlap(rail, other) || !isClose({ ...rail, at }, other),
    );
  for (let step = 0; step < 8; step += 1) {
    for (const at of [wanted + step * BESIDE_PX, wanted - step * BESIDE_PX]) if (fits(at)) return at;
  }
  return Math.min(Math.max(wanted, rail.low), rail.high);
}

/** The order in which rails cross each other least: who turns off to one side lies on that side. */
function inOrder(crowd: readonly Rail[]): Rail[] {
  const sorted: Rail[] = [];
  for (const rail of crowd) {
    let at = sorted.length;
    while (at > 0 && leans(rail, sorted[at - 1] as Rail) < 0) at -= 1;
    sorted.splice(at, 0, rail);
  }
  return sorted;
}

/** Below zero when the first should lie on the side of smaller numbers. */
function leans(one: Rail, other: Rail): number {
  if (!overlap(one, other)) return 0;
  const atStart =
    one.from > other.from ? one.before : one.from < other.from ? -other.before : one.before - other.before;
  const atEnd = one.to < other.to ? one.after : one.to > other.to ? -other.after : one.after - other.after;
  return Math.sign(atStart) + Math.sign(atEnd);
}
