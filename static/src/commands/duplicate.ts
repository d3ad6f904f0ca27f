import { CopyPlus } from "lucide-react";
import { cutOut, insert } from "../document/fragment";
import type { Command } from "./command";

const BESIDE: [number, number] = [32, 32];

export const command: Command = {
  id: "duplicate",
  label: "Duplicate selection",
  group: "Edit",
  icon: CopyPlus,
  keys: ["Mod+D"],
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  perform({ graph, view }) {
    const selection = insert(graph, cutOut(graph.document, graph.open, view.getState().selection), BESIDE);
    view.setState({ selection, selectedWires: [] });
  },
};
