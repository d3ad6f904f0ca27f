import * as Y from "yjs";
import type { Block, Node } from "../../types/generated";
import { splitPort } from "../reading/ports";

/** The Yjs form of a drawing's parts, and back; only `Graph` uses it. */

/** The map under a key, made where there is none yet. */
export function child(parent: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const known = parent.get(key);
  if (known instanceof Y.Map) return known;
  const made = new Y.Map<unknown>();
  parent.set(key, made);
  return made;
}

export function setOrDrop(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === undefined) {
    if (map.has(key)) map.delete(key);
  } else if (JSON.stringify(map.get(key)) !== JSON.stringify(value)) map.set(key, value);
}

export function entriesOf(map: unknown): [string, unknown][] {
  return map instanceof Y.Map ? [...map.entries()] : [];
}

export type Drawn = Pick<Node, "type" | "params" | "position" | "note" | "frozen" | "rate">;

export function nodeMap(node: Drawn): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  map.set("type", node.type);
  map.set("params", new Y.Map(Object.entries(node.params)));
  map.set("position", [...node.position]);
  map.set("note", node.note);
  if (node.frozen) map.set("frozen", node.frozen);
  if (node.rate !== undefined && node.rate !== 1) map.set("rate", node.rate);
  return map;
}

export function blockMap(block: Block): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  const nodes = new Y.Map<Y.Map<unknown>>();
  for (const [id, node] of Object.entries(block.nodes)) nodes.set(id, nodeMap(node));
  map.set("params", new Y.Map(Object.entries(block.params)));
  map.set("nodes", nodes);
  map.set("edges", new Y.Map(Object.entries(block.edges)));
  return map;
}

export function projectNode(node: Y.Map<unknown>): Node {
  return {
    type: (node.get("type") as string | undefined) ?? "",
    params: valuesOf(node.get("params")),
    position: [...((node.get("position") as Node["position"] | undefined) ?? [0, 0])],
    note: (node.get("note") as string | undefined) ?? "",
    ...(node.has("frozen") ? { frozen: node.get("frozen") as "weights" | "whole" } : {}),
    ...(node.has("rate") ? { rate: node.get("rate") as number } : {}),
  };
}

/** A block around nodes that are projected already. */
export function projectBlock(block: Y.Map<unknown>, nodes: Record<string, Node>): Block {
  // Two people may delete a node and wire it at the same time: such a wire is nobody's.
  const edges = entriesOf(block.get("edges")).filter(
    ([target, source]) => splitPort(target)[0] in nodes && splitPort(source as string)[0] in nodes,
  );
  return {
    params: valuesOf(block.get("params")),
    nodes,
    edges: Object.fromEntries(edges) as Record<string, string>,
  };
}

function valuesOf(map: unknown): Node["params"] {
  return map instanceof Y.Map ? (map.toJSON() as Node["params"]) : {};
}
