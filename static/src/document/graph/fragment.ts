import type { Block, Document, Node } from "../../types/generated";
import { blockOf, holds, neededBlocks, sharedBy, usedBlock } from "../reading/blocks";
import { freeId } from "../reading/names";
import { splitPort } from "../reading/ports";
import type { Graph, Position } from "./graph";
import { nodeAfter } from "./names";
import { type Told, toldOf, withTold } from "./stages";

/** Some nodes, the wires among them and the blocks that they use, as copied to the clipboard. */
export interface Fragment {
  layerloom: "fragment";
  nodes: Record<string, Node>;
  edges: Record<string, string>;
  blocks: Record<string, Block>;
  /** What the stages of the training say of the nodes. */
  stages?: Told[];
}

/** The chosen nodes of a block, with the wires that join two of them. */
export function cutOut(document: Document, name: string, ids: Iterable<string>): Fragment {
  const block = blockOf(document, name);
  const chosen = new Set(ids);
  const nodes = Object.entries(block.nodes).filter(([id]) => chosen.has(id));
  const edges = Object.entries(block.edges).filter(
    ([target, source]) => chosen.has(splitPort(target)[0]) && chosen.has(splitPort(source)[0]),
  );
  const needed = neededBlocks(
    document,
    nodes.map(([, node]) => node),
  );
  return {
    layerloom: "fragment",
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(edges),
    blocks: Object.fromEntries(needed.map((block) => [block, blockOf(document, block)])),
    ...(name === document.main && document.training.stages && { stages: toldOf(document, chosen) }),
  };
}

/** A fragment from clipboard text; null when the text is something else. */
export function readFragment(text: string): Fragment | null {
  try {
    const found = JSON.parse(text) as Partial<Fragment> | null;
    if (found?.layerloom !== "fragment" || !areNodes(found.nodes) || !isMap(found.edges)) return null;
    const blocks = found.blocks ?? {};
    const areWhole = Object.values(blocks).every(
      (block) => areNodes(block.nodes) && isMap(block.edges) && isMap(block.params),
    );
    if (!areTold(found.stages)) delete found.stages;
    return areWhole ? { ...(found as Fragment), blocks } : null;
  } catch {
    return null;
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const areTold = (told: unknown): boolean =>
  Array.isArray(told) &&
  told.every(
    (stage) =>
      isMap(stage) &&
      [stage.frozen, stage.objectives].every(Array.isArray) &&
      [stage.goals, stage.times].every(isMap),
  );

function areNodes(nodes: unknown): boolean {
  if (!isMap(nodes)) return false;
  return Object.values(nodes).every(
    (node) =>
      isMap(node) && typeof node.type === "string" && Array.isArray(node.position) && isMap(node.params),
  );
}

/**
 * Puts a fragment into the open block under free ids, as one step of undo; returns the new ids.
 *
 * A block that the drawing has not is brought along; under another name if its own means something else here.
 */
export function insert(graph: Graph, fragment: Fragment, offset: Position): string[] {
  const names = freeNames(Object.keys(fragment.nodes), Object.keys(graph.block.nodes));
  const blocks = blockNames(graph.document, fragment.blocks);
  const follow = (reference: string) => {
    const [node, port] = splitPort(reference);
    return `${names.get(node) ?? node}.${port}`;
  };
  const copies = new Map([...names].map(([id, name]) => [id, [name]]));
  const { main, training } = graph.document;
  graph.change(() => {
    if (training.stages && fragment.stages && graph.open === main)
      graph.setStages(withTold(training.stages, fragment.stages, copies));
    for (const [name, wanted] of blocks)
      if (!(wanted in graph.document.blocks))
        graph.addBlock(wanted, withBlocks(fragment.blocks[name] as Block, blocks));
    for (const [id, given] of Object.entries(fragment.nodes)) {
      const node = nodeAfter(withBlock(given, blocks), copies);
      const position: Position = [node.position[0] + offset[0], node.position[1] + offset[1]];
      const shared = names.get(sharedBy(node) ?? "");
      const params = shared ? { ...node.params, of: shared } : node.params;
      graph.addNode(names.get(id) ?? id, { ...node, params, note: node.note ?? "", position });
    }
    for (const [target, source] of Object.entries(fragment.edges))
      graph.connect(follow(target), follow(source));
  });
  return [...names.values()];
}

/** The block that would hold itself if a fragment was put into the open block; undefined when none would. */
export function loopingBlock({ document, open }: Graph, fragment: Fragment): string | undefined {
  const names = blockNames(document, fragment.blocks);
  const used = Object.values(fragment.nodes).flatMap((node) => usedBlock(withBlock(node, names)) ?? []);
  return used.find((name) => name in document.blocks && holds(document, name, open));
}

function freeNames(wished: readonly string[], known: Iterable<string>): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(known);
  for (const id of wished) {
    const name = freeId(id, taken);
    names.set(id, name);
    taken.add(name);
  }
  return names;
}

// A block is the one that is here under its name if both, and all that they use, say the same.
function blockNames({ blocks }: Document, brought: Record<string, Block>): Map<string, string> {
  const isKnown = (name: string) => name in blocks && sameText(blocks[name], brought[name]);
  const areAllKnown = Object.keys(brought).every(isKnown);
  if (areAllKnown) return new Map(Object.keys(brought).map((name) => [name, name]));
  const taken = new Set(Object.keys(blocks));
  const names = new Map<string, string>();
  for (const name of Object.keys(brought)) {
    const wanted = isKnown(name) && usesNone(brought[name]) ? name : freeId(name, taken);
    taken.add(wanted);
    names.set(name, wanted);
  }
  return names;
}

const usesNone = (block: Block | undefined) =>
  Object.values(block?.nodes ?? {}).every((node) => usedBlock(node) === null);

// Key order does not matter: two tabs may have made the same block in another order.
function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

const sorted = (_key: string, value: unknown) =>
  isMap(value) && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;

function withBlocks(block: Block, names: ReadonlyMap<string, string>): Block {
  const nodes = Object.entries(block.nodes).map(([id, node]) => [id, withBlock(node, names)]);
  return { ...block, nodes: Object.fromEntries(nodes) as Block["nodes"] };
}

function withBlock(node: Node, names: ReadonlyMap<string, string>): Node {
  const name = names.get(usedBlock(node) ?? "");
  return name === undefined ? node : { ...node, params: { ...node.params, block: name } };
}
