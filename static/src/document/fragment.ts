import type { Block, Node } from "../types/generated";
import type { Graph, Position } from "./graph";
import { freeId } from "./names";
import { splitPort } from "./ports";

/** Some nodes and the wires among them, as copied to the clipboard. */
export interface Fragment {
  layerloom: "fragment";
  nodes: Record<string, Node>;
  edges: Record<string, string>;
}

/** The chosen nodes, with the wires that join two of them. */
export function cutOut(block: Block, ids: Iterable<string>): Fragment {
  const chosen = new Set(ids);
  const nodes = Object.entries(block.nodes).filter(([id]) => chosen.has(id));
  const edges = Object.entries(block.edges).filter(
    ([target, source]) => chosen.has(splitPort(target)[0]) && chosen.has(splitPort(source)[0]),
  );
  return { layerloom: "fragment", nodes: Object.fromEntries(nodes), edges: Object.fromEntries(edges) };
}

/** A fragment from clipboard text; null when the text is something else. */
export function readFragment(text: string): Fragment | null {
  try {
    const found = JSON.parse(text) as Partial<Fragment> | null;
    if (found?.layerloom !== "fragment" || !found.nodes || !found.edges) return null;
    const isWhole = Object.values(found.nodes).every(
      (node) =>
        typeof node.type === "string" && Array.isArray(node.position) && typeof node.params === "object",
    );
    return isWhole ? (found as Fragment) : null;
  } catch {
    return null;
  }
}

/** Puts a fragment into the drawing under free ids, as one step of undo; returns the new ids. */
export function insert(graph: Graph, fragment: Fragment, offset: Position): string[] {
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(graph.block.nodes));
  for (const id of Object.keys(fragment.nodes)) {
    const name = freeId(id, taken);
    names.set(id, name);
    taken.add(name);
  }
  const follow = (reference: string) => {
    const [node, port] = splitPort(reference);
    return `${names.get(node) ?? node}.${port}`;
  };
  graph.change(() => {
    for (const [id, node] of Object.entries(fragment.nodes)) {
      const position: Position = [node.position[0] + offset[0], node.position[1] + offset[1]];
      graph.addNode(names.get(id) ?? id, { ...node, note: node.note ?? "", position });
    }
    for (const [target, source] of Object.entries(fragment.edges))
      graph.connect(follow(target), follow(source));
  });
  return [...names.values()];
}
