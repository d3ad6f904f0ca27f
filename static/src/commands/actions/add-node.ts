import { heightOf, SIZE } from "../../canvas/geometry";
import type { Position } from "../../document/graph";
import { freshId } from "../../document/names";
import type { Editor } from "../../editor";
import type { NodeType } from "../../types/generated";
import type { Action } from "../command";

const GAP_PX = 56;

/** Puts a new node on the drawing and selects it: at a place, or else beside what is selected. */
export const addNode: Action<{ type: NodeType; at?: Position }> = {
  id: "add-node",
  label: "Add a node",
  perform(editor, { type, at }) {
    const { graph, view } = editor;
    const id = freshId(type, Object.keys(graph.block.nodes));
    const position = at ?? besideSelection(editor, type);
    graph.addNode(id, { type: type.type, params: {}, position, note: "" });
    view.setState({ selection: [id], selectedWires: [] });
    if (!at) editor.camera?.show(id);
  },
};

function besideSelection({ graph, view, camera }: Editor, type: NodeType): Position {
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
