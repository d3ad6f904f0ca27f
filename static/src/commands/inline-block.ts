import { Ungroup } from "lucide-react";
import { usedBlock } from "../document/reading/blocks";
import { reportsIn } from "../document/reading/facts";
import { notify } from "../parts/notices";
import { chosenNode } from "./actions/chosen-block";
import { plus, roomsFor, shiftInPlaceOf } from "./actions/placing";
import type { Command } from "./command";

export const command: Command = {
  id: "inline-block",
  label: "Replace the block by its content",
  group: "Edit",
  icon: Ungroup,
  keys: ["Mod+Shift+G"],
  isAvailable: (editor) => chosenNode(editor, "Block", "Repeat", "Scan", "ODESolve") !== null,
  async perform(editor) {
    const { inlineBlock, refuseInline } = await import("../document/blocks/inlineBlock"); // no first look needs it
    const { graph, view } = editor;
    const [id = ""] = view.getState().selection;
    const refusal = refuseInline(graph.document, graph.open, id);
    if (refusal) return notify({ title: "This can't be replaced", text: refusal });
    const { nodes, edges, moved, inner } = inlineBlock(graph.document, graph.open, id);
    const shift = shiftInPlaceOf(editor, [id], roomsFor(editor, Object.values(nodes)), moved);
    const inside = reportsIn(view.getState().report, graph.document, usedBlock(graph.block.nodes[id]) ?? "");
    const learners = Object.keys(nodes).filter((name) => inside[inner.get(name) ?? ""]?.parameters !== 0);
    graph.change(() => {
      graph.followNames(new Map([[id, learners]]));
      graph.removeNodes([id]);
      graph.move(moved);
      for (const [name, node] of Object.entries(nodes))
        graph.addNode(name, { ...node, position: plus(node.position, shift) });
      for (const [target, source] of Object.entries(edges)) graph.connect(target, source);
    });
    view.setState({ selection: Object.keys(nodes), selectedWires: [] });
  },
};
