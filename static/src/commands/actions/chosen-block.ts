import { usedBlock } from "../../document/reading/blocks";
import type { Editor } from "../../editor";

/** The block that a command is about: that of the selected node, else the open one; null for the main one. */
export function chosenBlock({ graph, view }: Editor): string | null {
  const { selection } = view.getState();
  const { main, blocks } = graph.document;
  const name = usedBlock(graph.block.nodes[selection[0] ?? ""]);
  if (selection.length === 1 && name !== null && name in blocks) return name;
  return graph.open === main ? null : graph.open;
}

/** The one selected node, if it is of one of these types; null otherwise. */
export function chosenNode({ graph, view }: Editor, ...types: string[]): string | null {
  const [id, ...more] = view.getState().selection;
  const type = graph.block.nodes[id ?? ""]?.type;
  return id !== undefined && more.length === 0 && type !== undefined && types.includes(type) ? id : null;
}
