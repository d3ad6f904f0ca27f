import type { Block, NodeType } from "../../types/generated";
import { splitPort } from "./ports";

/** Whether sources draw all that is learned from: some are wired, and no data set is. */
export function drawsAll(block: Block, catalog: ReadonlyMap<string, NodeType>): boolean {
  const wired = new Set(Object.values(block.edges).map((source) => splitPort(source)[0]));
  const roles = new Set([...wired].map((id) => catalog.get(block.nodes[id]?.type ?? "")?.role));
  return roles.has("source") && !roles.has("data");
}
