import type { Position } from "../../document/graph/graph";
import { heightOf, SIZE } from "../../document/layout/geometry";
import { holds, usedBlock } from "../../document/reading/blocks";
import { freeId, freshId } from "../../document/reading/names";
import type { Editor } from "../../editor";
import { notify } from "../../parts/notices";
import type { Node, NodeType } from "../../types/generated";
import type { Action } from "../command";
import { plus, roomsFor, shiftInView, tellIfUnseen } from "./placing";

const GAP_PX = 56;

interface Added {
  type: NodeType;
  /** What the node is given from the start: the block that it uses. */
  params?: Node["params"];
  at?: Position;
}

/** Puts a new node on the drawing and selects it: at a place, or else beside what is selected. */
export const addNode: Action<Added> = {
  id: "add-node",
  label: "Add a node",
  perform(editor, { type, params = {}, at }) {
    const { graph, view } = editor;
    const position = at ?? besideSelection(editor, type);
    const node: Node = { type: type.type, params, position, note: "" };
    const block = usedBlock(node);
    if (block !== null && holds(graph.document, block, graph.open))
      return notify({
        title: `${block} can't stand here`,
        text: `It would hold itself: this is inside of it.`,
      });
    const taken = Object.keys(graph.block.nodes);
    const id = block === null ? freshId(type, taken) : freeId(block, taken);
    const shift = shiftInView(editor, roomsFor(editor, [node]), at !== undefined);
    graph.addNode(id, { ...node, position: plus(position, shift) });
    view.setState({ selection: [id], selectedWires: [] });
    editor.camera?.focus(id);
    tellIfUnseen(editor, [id]);
  },
};

/** Where a new node is meant: to the right of the selected one, or else in the middle of the view. */
export function besideSelection({ graph, view, camera }: Editor, type: NodeType): Position {
  const chosen = graph.block.nodes[view.getState().selection.at(-1) ?? ""];
  if (chosen) return [chosen.position[0] + SIZE.width + GAP_PX, chosen.position[1]];
  const seen = camera?.clearView() ?? { x: 0, y: 0, width: 0, height: 0 };
  return [seen.x + (seen.width - SIZE.width) / 2, seen.y + (seen.height - heightOf(type)) / 2];
}
