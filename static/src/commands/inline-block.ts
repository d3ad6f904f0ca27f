import { Ungroup } from "lucide-react";
import { inlineBlock, refuseInline } from "../document/inlineBlock";
import { notify } from "../panels/notices";
import { chosenNode } from "./actions/chosen-block";
import type { Command } from "./command";

export const command: Command = {
  id: "inline-block",
  label: "Replace the block by its content",
  group: "Edit",
  icon: Ungroup,
  keys: ["Mod+Shift+G"],
  isAvailable: (editor) => chosenNode(editor, "Block", "Repeat", "Scan", "ODESolve") !== null,
  perform({ graph, view }) {
    const [id = ""] = view.getState().selection;
    const refusal = refuseInline(graph.document, graph.open, id);
    if (refusal) return notify({ title: "This can't be replaced", text: refusal });
    const { nodes, edges, moved } = inlineBlock(graph.document, graph.open, id);
    graph.change(() => {
      graph.removeNodes([id]);
      graph.move(moved);
      for (const [name, node] of Object.entries(nodes)) graph.addNode(name, node);
      for (const [target, source] of Object.entries(edges)) graph.connect(target, source);
    });
    view.setState({ selection: Object.keys(nodes), selectedWires: [] });
  },
};
