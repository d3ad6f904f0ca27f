import { flushSync } from "react-dom";
import { blockOf, usedBlock } from "../../document/reading/blocks";
import { inOrderOfFlow } from "../../document/reading/order";
import type { Editor } from "../../editor";

/** Opens the block that a node of the open block uses. For readers too: nothing is changed. */
export function enterBlock(editor: Editor, node: string): void {
  const { graph } = editor;
  const name = usedBlock(graph.block.nodes[node]);
  if (name === null) return;
  editor.view.setState(({ uses }) => ({ uses: { ...uses, [name]: { node, turn: 0 } } }));
  enter(editor, name, []);
  const [first] = Object.keys(graph.block.nodes);
  if (first !== undefined) editor.camera?.focus(first);
}

/** Goes one step back on the way from the main block, and leaves the node selected that was gone into. */
export function leaveBlock(editor: Editor): void {
  const { trail, block } = editor.view.getState();
  const outer = trail.at(-2);
  if (outer === undefined) return;
  const { nodes } = blockOf(editor.graph.document, outer);
  const user = Object.keys(nodes).find((id) => usedBlock(nodes[id]) === block);
  enter(editor, outer, user === undefined ? [] : [user]);
  if (user !== undefined) editor.camera?.focus(user);
}

/** Opens a block, selects a node in it and brings it into view. */
export function goTo(editor: Editor, block: string, node: string): void {
  enter(editor, block, [node]);
  editor.camera?.show(node);
}

/** Goes along the flow of data: to the node after the selected one, or the one before; round at the ends. */
export function goToNeighbour(editor: Editor, by: 1 | -1): void {
  const { graph, view } = editor;
  const order = inOrderOfFlow(graph.block);
  const here = order.indexOf(view.getState().selection.at(-1) ?? "");
  const next = order.at(here < 0 && by < 0 ? -1 : (here + by) % order.length);
  if (next !== undefined) goTo(editor, graph.open, next);
}

// The canvas of the block must stand before its camera can turn and its nodes can be focused.
function enter({ graph, view }: Editor, block: string, selection: readonly string[]): void {
  flushSync(() => {
    graph.enter(block);
    view.setState({ selection, selectedWires: [] });
  });
}
