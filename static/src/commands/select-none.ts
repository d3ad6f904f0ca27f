import { SquareDashed } from "lucide-react";
import { backToDrawing } from "../past/past";
import { leaveBlock } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "select-none",
  label: "Select nothing; then no stage; then leave the block, or the drawing of a run",
  group: "Edit",
  icon: SquareDashed,
  keys: ["Escape"],
  isForReaders: true,
  perform(editor) {
    const { selection, selectedWires, pendingPort, trail, stage } = editor.view.getState();
    const isIdle = selection.length === 0 && selectedWires.length === 0 && pendingPort === null;
    if (isIdle && stage !== null) editor.view.setState({ stage: null });
    else if (isIdle && editor.past && trail.length < 2) backToDrawing();
    else if (isIdle) leaveBlock(editor);
    else editor.view.setState({ selection: [], selectedWires: [], pendingPort: null });
  },
};
