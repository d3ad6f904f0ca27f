import { Scissors } from "lucide-react";
import { writeClipboard } from "../document/graph/clipboard";
import { cutOut } from "../document/graph/fragment";
import type { Command } from "./command";

export const command: Command = {
  id: "cut",
  label: "Cut selection",
  group: "Edit",
  icon: Scissors,
  keys: ["Mod+X"],
  isClipboard: true,
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  async perform({ graph, view }) {
    const { selection } = view.getState();
    await writeClipboard(cutOut(graph.document, graph.open, selection));
    graph.removeNodes(selection);
  },
};
