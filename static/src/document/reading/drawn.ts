import type { Block, NodeType } from "../../types/generated";
import { splitPort } from "./ports";

/** The metrics that judge what samplers make. */
export function decodedIn({ nodes, edges }: Block, catalog: ReadonlyMap<string, NodeType>): string[] {
  const roleOf = (id: string) => catalog.get(nodes[id]?.type ?? "")?.role;
  const made = new Set(Object.keys(nodes).filter((id) => roleOf(id) === "sampler"));
  for (const id of made) // what is added meanwhile is walked too
    for (const [target, source] of Object.entries(edges))
      if (splitPort(source)[0] === id) made.add(splitPort(target)[0]);
  return [...made].filter((id) => roleOf(id) === "metric");
}

/** Whether sources draw all that is learned from: some are wired, and no data set is. */
export function drawsAll(block: Block, catalog: ReadonlyMap<string, NodeType>): boolean {
  const wired = new Set(Object.values(block.edges).map((source) => splitPort(source)[0]));
  const roles = new Set([...wired].map((id) => catalog.get(block.nodes[id]?.type ?? "")?.role));
  return roles.has("source") && !roles.has("data");
}
