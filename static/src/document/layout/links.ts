import type { Block } from "../../types/generated";
import type { Facts } from "../reading/facts";
import { splitPort } from "../reading/ports";

/** Who feeds whom in a drawing. */
export interface Links {
  /** All nodes, each after those that feed it. */
  order: readonly string[];
  before: ReadonlyMap<string, readonly string[]>;
  after: ReadonlyMap<string, readonly string[]>;
}

/** The links of a block; null when something feeds itself. */
export function linksOf({ nodes, edges }: Pick<Block, "nodes" | "edges">): Links | null {
  const ids = Object.keys(nodes);
  const [before, after] = [ids, ids].map((all) => new Map(all.map((id) => [id, new Set<string>()])));
  for (const [target, source] of Object.entries(edges)) {
    const [to, from] = [splitPort(target)[0], splitPort(source)[0]];
    if (!(to in nodes && from in nodes)) continue;
    before?.get(to)?.add(from);
    after?.get(from)?.add(to);
  }
  const listed = (sets: Map<string, Set<string>> | undefined) =>
    new Map([...(sets ?? [])].map(([id, others]) => [id, [...others]]));
  const links = { before: listed(before), after: listed(after) };
  const order = sorted(ids, links.before);
  return order && { order, ...links };
}

function sorted(ids: readonly string[], before: Links["before"]): string[] | null {
  const order: string[] = [];
  const placed = new Set<string>();
  for (let waiting = [...ids]; waiting.length; ) {
    const ready = waiting.filter((id) => (before.get(id) ?? []).every((other) => placed.has(other)));
    if (ready.length === 0) return null;
    for (const id of ready) placed.add(id);
    order.push(...ready);
    waiting = waiting.filter((id) => !placed.has(id));
  }
  return order;
}

/** All that a node leads to, or with `before` all that leads to it, without itself. */
export function reached(start: string, links: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  for (const waiting = [start]; waiting.length; ) {
    for (const next of links.get(waiting.pop() ?? "") ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(next);
    }
  }
  return found;
}

/** A wire that leads past some nodes to where they lead, too: the way past a residual, a bridge of a U. */
export interface Bypass {
  from: string;
  to: string;
  /** The nodes beside it. */
  past: ReadonlySet<string>;
}

/** The bypasses of a drawing, without those to a loss or a metric, which compare with the data and are no shape. */
export function bypassesOf(links: Links, facts: Facts): Bypass[] {
  const found: Bypass[] = [];
  for (const [to, sources] of links.before) {
    if (sources.length < 2 || facts(to)?.role !== "layer") continue;
    const leading = reached(to, links.before);
    for (const from of sources) {
      const past = new Set([...reached(from, links.after)].filter((id) => leading.has(id)));
      if (past.size > 0) found.push({ from, to, past });
    }
  }
  return found;
}
