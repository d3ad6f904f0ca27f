import type { Block, NodeType } from "../../types/generated";
import { splitPort } from "./ports";

/** What is measured on the validation part, by name: each loss that is minimised, then each metric. */
export function measuredIn(block: Block, catalog: ReadonlyMap<string, NodeType>): string[] {
  const withRole = (role: string) =>
    Object.entries(block.nodes)
      .filter(([, node]) => catalog.get(node.type)?.role === role)
      .map(([id]) => id);
  const losses = withRole("objective").flatMap((id) => {
    const source = block.edges[`${id}.loss`];
    return source === undefined ? [] : [splitPort(source)[0]];
  });
  return [...new Set([...losses, ...withRole("metric")])];
}
