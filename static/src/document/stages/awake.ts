import type { Block, Stage } from "../../types/generated";
import { sharedBy } from "../reading/blocks";
import type { Catalog } from "../reading/facts";
import { splitPort } from "../reading/ports";

type Goals = Pick<Stage, "objectives">;

/** The Objectives that run in a stage: those that it names, all where it names none. */
export function runningIn(block: Block, catalog: Catalog, { objectives }: Goals): string[] {
  const known = withRole(block, catalog, "objective");
  return objectives.length === 0 ? known : known.filter((id) => objectives.includes(id));
}

/** The data and sources that a stage learns from. */
export function dataOf(block: Block, catalog: Catalog, stage: Goals): string[] {
  const needed = before(block, runningIn(block, catalog, stage));
  return withRole(block, catalog, "data", "source").filter((id) => needed.has(id));
}

/**
 * The nodes that do nothing in a stage: no Objective that runs needs them. What is measured meanwhile stays awake, where
 * its data are there, and so does what the network answers, where all of it is computed.
 */
export function asleepIn(block: Block, catalog: Catalog, stage: Goals): ReadonlySet<string> {
  const awake = before(block, runningIn(block, catalog, stage));
  const sets = withRole(block, catalog, "data");
  const found = sets.filter((id) => awake.has(id));
  const data = found.length > 0 && sets.length > 1 ? found : sets; // as the trainer takes them
  const isThere = (id: string) =>
    [...before(block, [id])].every((each) => !sets.includes(each) || data.includes(each));
  const isComputed = (id: string) => [...before(block, [id])].every((each) => each === id || awake.has(each));
  const measured = withRole(block, catalog, "metric").filter(isThere);
  const answers = withRole(block, catalog, "output").filter(isComputed);
  const stays = new Set([...awake, ...measured, ...answers]);
  return new Set(Object.keys(block.nodes).filter((id) => !stays.has(id)));
}

function withRole({ nodes }: Block, catalog: Catalog, ...roles: string[]): string[] {
  return Object.keys(nodes).filter((id) => roles.includes(catalog.get(nodes[id]?.type ?? "")?.role ?? ""));
}

/** Some nodes with all that flows into them, and those whose weights they compute with. */
function before({ nodes, edges }: Block, ids: readonly string[]): ReadonlySet<string> {
  const sources = new Map<string, string[]>();
  for (const [target, source] of Object.entries(edges)) {
    const [to, from] = [splitPort(target)[0], splitPort(source)[0]];
    sources.set(to, [...(sources.get(to) ?? []), from]);
  }
  const seen = new Set<string>();
  const waiting = [...ids];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(sources.get(next) ?? []));
  }
  return new Set([...seen, ...[...seen].flatMap((id) => sharedBy(nodes[id]) ?? [])]);
}
