import { Trash2 } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "delete",
  label: "Delete selection",
  group: "Edit",
  icon: Trash2,
  keys: ["Delete", "Backspace"],
  isAvailable: ({ view }) => view.getState().selection.length + view.getState().selectedWires.length > 0,
  perform({ graph, view }) {
    const { selection, selectedWires } = view.getState();
    graph.change(() => {
      graph.disconnect(selectedWires);
      graph.removeNodes(selection);
    });
  },
};
