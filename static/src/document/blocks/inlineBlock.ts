import type { Block, Document, Node } from "../../types/generated";
import { SIZE } from "../layout/geometry";
import { isExpression, putIn } from "../params/expression";
import type { Value } from "../params/value";
import { blockOf, sharersOf, usedBlock } from "../reading/blocks";
import { freeId } from "../reading/names";
import { joinPort, splitPort } from "../reading/ports";
import { anchorOf, boxOf } from "./makeBlock";

/** The content of a block, as it takes the place of a node that used it. */
export interface Inlined {
  nodes: Record<string, Node>;
  edges: Record<string, string>;
  /** Where other nodes go to make room; empty when there is room enough. */
  moved: ReadonlyMap<string, Node["position"]>;
  /** What each of the nodes was called inside of the block. */
  inner: ReadonlyMap<string, string>;
}

/** Why a node can't be replaced by its block's content, as a sentence; null when it can. */
export function refuseInline(document: Document, host: string, id: string): string | null {
  const block = blockOf(document, host);
  const node = block.nodes[id];
  const name = usedBlock(node);
  const used = document.blocks[name ?? ""];
  if (!node || name === null || !used) return "Select a node that uses a block.";
  if (node.type !== "Block")
    return `${id} uses ${name} in a ${node.type}, which has no drawing without it. Only a Block can be replaced.`;
  const [sharer] = sharersOf(block, id);
  if (sharer !== undefined) return `${sharer} computes with the weights of ${id}. Remove it first.`;
  for (const [inner, { params }] of Object.entries(used.nodes)) {
    for (const [param, value] of Object.entries(params))
      if (isExpression(value) && putIn(value, valuesOf(used, node)) === undefined)
        return `${param} of ${inner} is ${value}, which can't be worked out here.`;
  }
  return null;
}

/** The content of the block that a node uses, wired as the node was; the drawing means the same afterwards. */
export function inlineBlock(document: Document, host: string, id: string): Inlined {
  const block = blockOf(document, host);
  const node = block.nodes[id] as Node;
  const used = blockOf(document, usedBlock(node) ?? "");
  const names = innerNames(block, id, used);
  const inner = movedNodes(node, used, names);
  const others = Object.entries(block.nodes).filter(([other]) => other !== id);
  return {
    ...withRoom(node, inner, Object.fromEntries(others)),
    inner: new Map([...names].map(([of, name]) => [name, of])),
    edges: { ...innerEdges(block, id, used, names), ...outerEdges(block, id, used, names) },
  };
}

const isPort = (node: Node | undefined) => node?.type === "Input" || node?.type === "Output";

function valuesOf(used: Block, node: Node): Record<string, Value> {
  return { ...used.params, ...node.params };
}

function innerNames(block: Block, id: string, used: Block): Map<string, string> {
  const taken = new Set(Object.keys(block.nodes).filter((other) => other !== id));
  const names = new Map<string, string>();
  for (const [inner, node] of Object.entries(used.nodes)) {
    if (isPort(node)) continue;
    const name = freeId(inner, taken);
    taken.add(name);
    names.set(inner, name);
  }
  return names;
}

function movedNodes(node: Node, used: Block, names: ReadonlyMap<string, string>): Record<string, Node> {
  const kept = [...names].map(([inner, name]): [string, Node] => [name, used.nodes[inner] as Node]);
  const anchor = anchorOf(kept.map(([, each]) => each));
  const values = valuesOf(used, node);
  const moved = ({ params, position: [x, y], ...rest }: Node): Node => ({
    ...rest,
    ...learning(node, rest),
    position: [x - anchor[0] + node.position[0], y - anchor[1] + node.position[1]],
    params: Object.fromEntries(
      Object.entries(params).map(([param, value]) => {
        const of = param === "of" ? names.get(String(value)) : undefined;
        return [param, of ?? putIn(value, values) ?? null];
      }),
    ),
  });
  return Object.fromEntries(kept.map(([name, each]) => [name, moved(each)]));
}

/** How a node of the block learns: as the use of the block did, too. */
function learning(use: Node, inner: Omit<Node, "params" | "position">): Pick<Node, "frozen" | "rate"> {
  const frozen = [use.frozen, inner.frozen];
  const lock = frozen.includes("whole") ? "whole" : frozen.find(Boolean);
  const rate = (use.rate ?? 1) * (inner.rate ?? 1);
  return { ...(lock && { frozen: lock }), ...(rate !== 1 && { rate }) };
}

// Where the content would cover something, it begins at the node's place, and what stands right of it moves on.
function withRoom(
  node: Node,
  inner: Record<string, Node>,
  others: Record<string, Node>,
): Pick<Inlined, "nodes" | "moved"> {
  const covers = Object.values(inner).some((one) => Object.values(others).some((two) => areClose(one, two)));
  if (!covers) return { nodes: inner, moved: new Map() };
  const { left, right, top } = boxOf(Object.values(inner));
  const [startX, startY] = node.position;
  const nodes = Object.entries(inner).map(([name, each]): [string, Node] => [
    name,
    { ...each, position: [each.position[0] - left + startX, each.position[1] - top + startY] },
  ]);
  const moved = Object.entries(others)
    .filter(([, { position }]) => position[0] > startX)
    .map(([name, { position }]): [string, Node["position"]] => [
      name,
      [position[0] + right - left, position[1]],
    ]);
  return { nodes: Object.fromEntries(nodes), moved: new Map(moved) };
}

function areClose({ position: [x1, y1] }: Node, { position: [x2, y2] }: Node): boolean {
  return Math.abs(x1 - x2) < SIZE.width && Math.abs(y1 - y2) < SIZE.header + SIZE.params + SIZE.row;
}

function innerEdges(
  block: Block,
  id: string,
  used: Block,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const edges: Record<string, string> = {};
  for (const [target, source] of Object.entries(used.edges)) {
    const [owner, port] = splitPort(target);
    const from = sourceOf(block, id, used, names, source);
    const name = names.get(owner);
    if (name !== undefined && from !== undefined) edges[joinPort(name, port)] = from;
  }
  return edges;
}

function outerEdges(
  block: Block,
  id: string,
  used: Block,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const edges: Record<string, string> = {};
  for (const [target, source] of Object.entries(block.edges)) {
    const [owner, port] = splitPort(source);
    if (owner !== id) continue;
    const from = sourceOf(block, id, used, names, used.edges[joinPort(port, "input")]);
    if (from !== undefined) edges[target] = from;
  }
  return edges;
}

/** Where a wire inside the block begins once the block's content stands outside; undefined for nowhere. */
function sourceOf(
  block: Block,
  id: string,
  used: Block,
  names: ReadonlyMap<string, string>,
  source: string | undefined,
): string | undefined {
  const [owner, port] = splitPort(source ?? "");
  if (used.nodes[owner]?.type === "Input") return block.edges[joinPort(id, owner)];
  const name = names.get(owner);
  return name && joinPort(name, port);
}
