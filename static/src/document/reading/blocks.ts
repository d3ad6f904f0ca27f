import type { Block, Document, Node, NodeType } from "../../types/generated";

export const EMPTY_BLOCK: Block = { params: {}, nodes: {}, edges: {} };

/** A node of the drawing, by the block that it stands in. */
export interface Place {
  block: string;
  node: string;
}

/** A block of a document by name, the main one if none is named; empty where there is no such block. */
export function blockOf(document: Document, name: string = document.main): Block {
  return document.blocks[name] ?? EMPTY_BLOCK;
}

/** The block that a node computes with, once or many times; null for a node that uses none. */
export function usedBlock(node: Node | undefined): string | null {
  const name = node?.params.block;
  return typeof name === "string" && name !== "" ? name : null;
}

/** Every node that uses a block. */
export function usersOf(document: Document, name: string): Place[] {
  return Object.entries(document.blocks).flatMap(([block, { nodes }]) =>
    Object.entries(nodes)
      .filter(([, node]) => usedBlock(node) === name)
      .map(([node]) => ({ block, node })),
  );
}

/** The nodes whose ports are those of a block: those that use it, and each Share of one. */
export function wearersOf(document: Document, name: string): Place[] {
  return usersOf(document, name).flatMap((place) => {
    const block = blockOf(document, place.block);
    const shares = sharersOf(block, place.node).filter((id) => block.nodes[id]?.type === "Share");
    return [place, ...shares.map((node) => ({ ...place, node }))];
  });
}

/** The nodes that compute with the weights of another one. */
export function sharersOf(block: Block, id: string): string[] {
  return Object.keys(block.nodes).filter((other) => sharedBy(block.nodes[other]) === id);
}

/** The node whose weights a node computes with; null for one that has its own. */
export function sharedBy(node: Node | undefined): string | null {
  const of = node?.params.of;
  return typeof of === "string" && of !== "" ? of : null;
}

/** The blocks that some nodes need, those inside of those too; unknown names are left out. */
export function neededBlocks(document: Document, nodes: Iterable<Node>): string[] {
  const needed = new Set<string>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const name = usedBlock(node);
    if (name === null || needed.has(name) || !(name in document.blocks)) continue;
    needed.add(name);
    waiting.push(...Object.values(blockOf(document, name).nodes));
  }
  return [...needed];
}

/** True when a block is another one, or uses it somewhere inside: then it can't stand inside that one. */
export function holds(document: Document, outer: string, inner: string): boolean {
  return (
    outer === inner || neededBlocks(document, Object.values(blockOf(document, outer).nodes)).includes(inner)
  );
}

const ONLY_IN_MAIN: readonly NodeType["role"][] = ["data", "source", "sampler", "metric", "objective"];

/** True for a type that makes sense in the open block, and that stands in no list of its own, as blocks do. */
export function isOffered({ type, role }: NodeType, isMain: boolean): boolean {
  return type !== "Block" && (isMain ? role !== "input" : !ONLY_IN_MAIN.includes(role));
}

/** A block's input or output ports: the ids of its `Input` or `Output` nodes, from top to bottom. */
export function portsOf({ nodes }: Block, type: "Input" | "Output"): string[] {
  const heightOf = (id: string) => nodes[id]?.position[1] ?? 0;
  return Object.keys(nodes)
    .filter((id) => nodes[id]?.type === type)
    .sort((one, other) => heightOf(one) - heightOf(other) || (one < other ? -1 : 1));
}

/** The way from the main block to an open one, as its reader went it where that is known. */
export function trailTo(document: Document, trail: readonly string[], name: string): string[] {
  const known = trail.filter((step) => step in document.blocks);
  if (known[0] === document.main && known.length === trail.length) {
    if (known.includes(name)) return known.slice(0, known.indexOf(name) + 1);
    if (usersOf(document, name).some(({ block }) => block === known.at(-1))) return [...known, name];
  }
  return shortestTrail(document, name) ?? (name === document.main ? [name] : [document.main, name]);
}

function shortestTrail(document: Document, name: string): string[] | null {
  const seen = new Set([document.main]);
  let trails = [[document.main]];
  while (trails.length > 0) {
    const found = trails.find((trail) => trail.at(-1) === name);
    if (found) return found;
    trails = trails.flatMap((trail) =>
      Object.values(blockOf(document, trail.at(-1)).nodes).flatMap((node) => {
        const next = usedBlock(node);
        if (next === null || seen.has(next) || !(next in document.blocks)) return [];
        seen.add(next);
        return [[...trail, next]];
      }),
    );
  }
  return null;
}
