import type { Block, NodeType, Port } from "../types/generated";
import type { Facts } from "./facts";

export type Catalog = ReadonlyMap<string, NodeType>;
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
  const feeds = new Map<string, string[]>();
  for (const [to, from] of Object.entries(block.edges)) {
    const [node] = splitPort(to);
    feeds.set(node, [...(feeds.get(node) ?? []), splitPort(from)[0]]);
  }
  const seen = new Set<string>();
  const waiting = [source];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === target) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(feeds.get(node) ?? []));
  }
  return false;
}

/** Every output that may fill this input, as `node.port`. */
export function fittingOutputs(block: Block, facts: Facts, input: PortRef): string[] {
  return Object.keys(block.nodes).flatMap((id) =>
    (facts(id)?.outputs ?? [])
      .filter(
        ({ name }) => refuseWire(block, facts, { node: id, port: name, side: "output" }, input) === null,
      )
      .map(({ name }) => joinPort(id, name)),
  );
}
