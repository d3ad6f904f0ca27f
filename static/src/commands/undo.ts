import { Undo2 } from "lucide-react";
import { stepBack } from "./actions/step-back";
import type { Command } from "./command";

export const command: Command = {
  id: "undo",
  label: "Undo",
  group: "Edit",
  icon: Undo2,
  keys: ["Mod+Z"],
  toolbar: 1,
  isAvailable: ({ graph }) => graph.canUndo,
  perform: (editor) => stepBack(editor, () => editor.graph.undo()),
};
