import { SquareDashed } from "lucide-react";
import { leaveBlock } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "select-none",
  label: "Select nothing; then leave the block",
  group: "Edit",
  icon: SquareDashed,
  keys: ["Escape"],
  isForReaders: true,
  perform(editor) {
    const { selection, selectedWires, pendingPort } = editor.view.getState();
    const isIdle = selection.length === 0 && selectedWires.length === 0 && pendingPort === null;
    if (isIdle) leaveBlock(editor);
    else editor.view.setState({ selection: [], selectedWires: [], pendingPort: null });
  },
};
