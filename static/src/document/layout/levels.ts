import type { Facts } from "../reading/facts";
import { type Bypass, bypassesOf, type Links } from "./links";

/** A place in a drawing that is laid out as columns and levels. */
export interface Cell {
  column: number;
  level: number;
}

/**
 * Columns from left to right, and levels that follow from bypasses: what lies under one more of them stands one
 * level lower. So a residual dips under its bypass, and an encoder with a decoder becomes a U.
 */
export interface Levels {
  cells: Map<string, Cell>;
  bypasses: readonly Bypass[];
}

const MOST_BYPASSES = 60; // more are no picture that one sees

/** The levels of a drawing; null where bypasses cross each other, which makes no steps. */
export function levelsOf(links: Links, facts: Facts): Levels | null {
  const bypasses = bypassesOf(links, facts);
  if (bypasses.length > MOST_BYPASSES || !areNested(bypasses)) return null;
  const depth = depthsOf(links, bypasses);
  const isDeep = bypasses.some(({ past }) => past.size > 2 && bypasses.some((outer) => holds(outer, past)));
  const columns = columnsOf(links, depth, isDeep);
  return { cells: placed(links, depth, columns, bypasses), bypasses };
}

/** True for a bypass that leads past all these and more. */
const holds = (outer: Bypass, past: ReadonlySet<string>): boolean =>
  outer.past.size > past.size && [...past].every((id) => outer.past.has(id));

const areNested = (bypasses: readonly Bypass[]): boolean =>
  bypasses.every((one) =>
    bypasses.every(({ past }) => {
      const shared = [...one.past].filter((id) => past.has(id)).length;
      return shared === 0 || shared === one.past.size || shared === past.size;
    }),
  );

/** How many bypasses each node lies under; what only feeds others lies where they do. */
function depthsOf({ order, before, after }: Links, bypasses: readonly Bypass[]): Map<string, number> {
  const depth = new Map(order.map((id) => [id, bypasses.filter(({ past }) => past.has(id)).length]));
  for (const id of [...order].reverse()) {
    if (before.get(id)?.length || !after.get(id)?.length) continue;
    depth.set(id, Math.min(...(after.get(id) ?? []).map((reader) => depth.get(reader) ?? 0)));
  }
  return depth;
}

/** Each node right of what feeds it; on the steps of a U below or above it, which makes the U half as wide. */
function columnsOf({ order, before, after }: Links, depth: ReadonlyMap<string, number>, isDeep: boolean) {
  const columns = new Map<string, number>();
  for (const id of order) {
    const after = (source: string) =>
      (columns.get(source) ?? 0) + (isDeep && depth.get(source) !== depth.get(id) ? 0 : 1);
    columns.set(id, Math.max(0, ...(before.get(id) ?? []).map(after)));
  }
  // What is fed by nothing stands right before what reads it.
  for (const id of order) {
    const readers = after.get(id) ?? [];
    if (before.get(id)?.length || readers.length === 0) continue;
    columns.set(id, Math.max(0, Math.min(...readers.map((reader) => columns.get(reader) ?? 0)) - 1));
  }
  return columns;
}

/** A cell for each node: its column at its depth, or below where that is taken or a bypass runs through. */
function placed(
  links: Links,
  depth: ReadonlyMap<string, number>,
  columns: ReadonlyMap<string, number>,
  bypasses: readonly Bypass[],
): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const taken = new Set<string>();
  for (const { from, to } of bypasses) {
    for (let column = (columns.get(from) ?? 0) + 1; column < (columns.get(to) ?? 0); column += 1) {
      taken.add(`${column} ${depth.get(from)}`);
    }
  }
  const last = Math.max(...columns.values());
  for (const id of byWeight(links)) {
    const isEnd = links.after.get(id)?.length === 0;
    const wanted = { column: columns.get(id) ?? 0, level: depth.get(id) ?? 0 };
    const cell = freeFrom(wanted, isEnd ? last : wanted.column, taken);
    taken.add(`${cell.column} ${cell.level}`);
    cells.set(id, cell);
  }
  return cells;
}

/** The free cell that is nearest: up to a last column to the right of one below, or below. */
function freeFrom({ column, level }: Cell, last: number, taken: ReadonlySet<string>): Cell {
  for (let away = 0; ; away += 1) {
    for (let right = Math.min(Math.max(0, away - 1), last - column); right >= 0; right -= 1) {
      const cell = { column: column + right, level: level + away - right };
      if (!taken.has(`${cell.column} ${cell.level}`)) return cell;
    }
  }
}

/** Who has most nodes after it chooses its place first, and what only feeds others last. */
function byWeight({ order, before, after }: Links): string[] {
  const length = new Map<string, number>();
  for (const id of [...order].reverse()) {
    length.set(id, Math.max(0, ...(after.get(id) ?? []).map((next) => 1 + (length.get(next) ?? 0))));
  }
  const isSide = (id: string) => before.get(id)?.length === 0 && id !== order[0];
  return [...order].sort(
    (one, other) =>
      Number(isSide(one)) - Number(isSide(other)) || (length.get(other) ?? 0) - (length.get(one) ?? 0),
  );
}
