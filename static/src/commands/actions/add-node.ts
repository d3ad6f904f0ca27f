import { heightOf, SIZE } from "../../canvas/geometry";
import { holds, usedBlock } from "../../document/blocks";
import type { Position } from "../../document/graph";
import { freeId, freshId } from "../../document/names";
import type { Editor } from "../../editor";
import { notify } from "../../panels/notices";
import type { Node, NodeType } from "../../types/generated";
import type { Action } from "../command";

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
    const node: Node = { type: type.type, params, position: at ?? besideSelection(editor, type), note: "" };
    const block = usedBlock(node);
    if (block !== null && holds(graph.document, block, graph.open))
      return notify({
        title: `${block} can't stand here`,
        text: `It would hold itself: this is inside of it.`,
      });
    const taken = Object.keys(graph.block.nodes);
    const id = block === null ? freshId(type, taken) : freeId(block, taken);
    graph.addNode(id, node);
    view.setState({ selection: [id], selectedWires: [] });
    if (!at) editor.camera?.show(id);
  },
};

/** A free place for a new node: to the right of the selected one, or else in the middle of the view. */
export function besideSelection({ graph, view, camera }: Editor, type: NodeType): Position {
  const chosen = graph.block.nodes[view.getState().selection.at(-1) ?? ""];
  const centre = camera?.centre() ?? [0, 0];
  let [x, y] = chosen
    ? [chosen.position[0] + SIZE.width + GAP_PX, chosen.position[1]]
    : [centre[0] - SIZE.width / 2, centre[1] - heightOf(type) / 2];
  const isTaken = () =>
    Object.values(graph.block.nodes).some(
      ({ position }) => Math.abs(position[0] - x) < SIZE.width && Math.abs(position[1] - y) < heightOf(type),
    );
  while (isTaken()) y += heightOf(type) + GAP_PX / 2;
  return [x, y];
}
