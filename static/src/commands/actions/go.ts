import { flushSync } from "react-dom";
import { blockOf, usedBlock } from "../../document/blocks";
import type { Editor } from "../../editor";

/** Opens the block that a node of the open block uses. For readers too: nothing is changed. */
export function enterBlock({ graph }: Editor, node: string): void {
  const name = usedBlock(graph.block.nodes[node]);
  if (name !== null) graph.enter(name);
}

/** Goes one step back on the way from the main block, and leaves the node selected that was gone into. */
export function leaveBlock({ graph, view }: Editor): void {
  const { trail, block } = view.getState();
  const outer = trail.at(-2);
  if (outer === undefined) return;
  graph.enter(outer);
  const { nodes } = blockOf(graph.document, outer);
  const user = Object.keys(nodes).find((id) => usedBlock(nodes[id]) === block);
  view.setState({ selection: user === undefined ? [] : [user] });
}

/** Opens a block, selects a node in it and brings it into view. */
export function goTo(editor: Editor, block: string, node: string): void {
  // The canvas of the block must stand before its camera can turn.
  flushSync(() => {
    editor.graph.enter(block);
    editor.view.setState({ selection: [node], selectedWires: [] });
  });
  editor.camera?.show(node);
}
