import { BoxSelect } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "select-all",
  label: "Select everything",
  group: "Edit",
  icon: BoxSelect,
  keys: ["Mod+A"],
  isForReaders: true,
  perform({ graph, view }) {
    view.setState({
      selection: Object.keys(graph.block.nodes),
      selectedWires: Object.keys(graph.block.edges),
    });
  },
};
