import { Redo2 } from "lucide-react";
import { stepBack } from "./actions/step-back";
import type { Command } from "./command";

export const command: Command = {
  id: "redo",
  label: "Redo",
  group: "Edit",
  icon: Redo2,
  keys: ["Mod+Shift+Z", "Mod+Y"],
  toolbar: 2,
  isAvailable: ({ graph }) => graph.canRedo,
  perform: (editor) => stepBack(editor, () => editor.graph.redo()),
};
