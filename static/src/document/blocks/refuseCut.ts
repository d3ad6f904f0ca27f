import type { Block } from "../../types/generated";
import { sharedBy } from "../reading/blocks";
import type { Facts } from "../reading/facts";
import { splitPort } from "../reading/ports";

const ONLY_IN_MAIN = ["data", "source", "sampler", "loss", "metric", "objective"];

/** Why these nodes can't become a block, as a sentence; null when they can. */
export function refuseCut(block: Block, ids: Iterable<string>, facts: Facts): string | null {
  const chosen = new Set(ids);
  if (chosen.size === 0) return "Select the nodes that the block is made of.";
  for (const id of chosen) {
    const node = block.nodes[id];
    if (node?.type === "Input" || node?.type === "Output")
      return `${id} is an ${node.type} of what is drawn here. Leave it out of the selection.`;
    const role = facts(id)?.role;
    if (role !== undefined && ONLY_IN_MAIN.includes(role))
      return `${id} belongs to the training, not to a part of the network. Leave it out of the selection.`;
  }
  for (const [id, node] of Object.entries(block.nodes)) {
    const shared = sharedBy(node);
    if (shared !== null && chosen.has(id) !== chosen.has(shared))
      return `${id} computes with the weights of ${shared}. Select both, or neither.`;
  }
  return refuseLeak(block, chosen, facts) ?? refuseDetour(block, chosen);
}

// What the ports of a block carry are tensors: a loss ends where it is made.
function refuseLeak({ edges }: Block, chosen: ReadonlySet<string>, facts: Facts): string | null {
  for (const [target, source] of Object.entries(edges)) {
    const [node, port] = splitPort(source);
    if (!chosen.has(node) || chosen.has(splitPort(target)[0])) continue;
    const kind = facts(node)?.outputs.find(({ name }) => name === port)?.kind;
    if (kind === "loss") return `${source} is a loss, which can't leave a block. Leave ${node} out.`;
  }
  return null;
}

// A way that leaves the selection and comes back would become a loop through the block.
function refuseDetour({ edges }: Block, chosen: ReadonlySet<string>): string | null {
  const wires = Object.entries(edges).map(([target, source]) => [splitPort(source)[0], splitPort(target)[0]]);
  const reached = new Set<string>();
  const waiting = [...chosen];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const [from, to] of wires) {
      if (from !== node || to === undefined || (chosen.has(node) && chosen.has(to))) continue;
      if (chosen.has(to)) return `${node} lies between the selected nodes. Select it too.`;
      if (!reached.has(to)) waiting.push(to);
      reached.add(to);
    }
  }
  return null;
}
