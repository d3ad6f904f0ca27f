import type { Block, Port } from "../../types/generated";
import type { Facts } from "./facts";

export type Side = "input" | "output";

/** One port of one node of the drawing. */
export interface PortRef {
  node: string;
  port: string;
  side: Side;
}

/** `"conv1.input"` as `["conv1", "input"]`. */
export function splitPort(reference: string): [node: string, port: string] {
  const dot = reference.indexOf(".");
  return dot < 0 ? [reference, ""] : [reference.slice(0, dot), reference.slice(dot + 1)];
}

export const joinPort = (node: string, port: string): string => `${node}.${port}`;

/** The facts of a port; undefined when the node or its type is unknown. */
export function findPort(facts: Facts, { node, port, side }: PortRef): Port | undefined {
  const type = facts(node);
  return (side === "input" ? type?.inputs : type?.outputs)?.find((known) => known.name === port);
}

/** Why no wire may join these two ports, as a sentence; null when one may. Order does not matter. */
export function refuseWire(block: Block, facts: Facts, one: PortRef, other: PortRef): string | null {
  if (one.side === other.side) return "A wire goes from an output to an input.";
  const [from, to] = one.side === "output" ? [one, other] : [other, one];
  const source = findPort(facts, from);
  const target = findPort(facts, to);
  if (!source || !target) return "This port is unknown.";
  if (!target.accepts.includes(source.kind)) {
    return `${joinPort(to.node, to.port)} takes ${target.accepts.join(" or ")}, and ${joinPort(from.node, from.port)} gives ${source.kind}.`;
  }
  if (from.node === to.node) return `${to.node} can't feed itself. A network flows one way.`;
  if (closesLoop(block, from.node, to.node)) {
    return `${to.node} already feeds ${from.node}, so this wire would close a loop. A network flows one way.`;
  }
  return null;
}

/** True when a wire from `source` to `target` would let a value depend on itself. */
export function closesLoop(block: Block, source: string, target: string): boolean {
  return fedBy(block, target).has(source);
}

/** The nodes that what a node gives flows into, however far; itself among them. */
function fedBy(block: Block, node: string): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  for (const [to, from] of Object.entries(block.edges)) {
    const [source] = splitPort(from);
    const known = targets.get(source);
    if (known) known.push(splitPort(to)[0]);
    else targets.set(source, [splitPort(to)[0]]);
  }
  const seen = new Set<string>();
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(targets.get(next) ?? []));
  }
  return seen;
}

/** Every output that may fill this input, as `node.port`. */
export function fittingOutputs(block: Block, facts: Facts, input: PortRef): string[] {
  const accepts = findPort(facts, input)?.accepts ?? [];
  const after = fedBy(block, input.node); // looked for once: a drawing may have a thousand nodes
  return Object.keys(block.nodes)
    .filter((id) => !after.has(id))
    .flatMap((id) =>
      (facts(id)?.outputs ?? [])
        .filter(({ kind }) => accepts.includes(kind))
        .map(({ name }) => joinPort(id, name)),
    );
}
