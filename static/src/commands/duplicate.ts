import { CopyPlus } from "lucide-react";
import { cutOut, insert } from "../document/graph/fragment";
import { roomsFor, shiftOfCopies, tellIfUnseen } from "./actions/placing";
import type { Command } from "./command";

const BESIDE: [number, number] = [32, 32];

export const command: Command = {
  id: "duplicate",
  label: "Duplicate selection",
  group: "Edit",
  icon: CopyPlus,
  keys: ["Mod+D"],
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  perform(editor) {
    const { graph, view } = editor;
    const fragment = cutOut(graph.document, graph.open, view.getState().selection);
    const rooms = roomsFor(editor, Object.values(fragment.nodes));
    const selection = insert(graph, fragment, shiftOfCopies(editor, rooms, BESIDE));
    view.setState({ selection, selectedWires: [] });
    tellIfUnseen(editor, selection);
  },
};
