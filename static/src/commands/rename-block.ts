import { PencilLine } from "lucide-react";
import { chosenBlock } from "./actions/chosen-block";
import type { Command } from "./command";

export const command: Command = {
  id: "rename-block",
  label: "Rename the block",
  group: "Edit",
  icon: PencilLine,
  isAvailable: (editor) => chosenBlock(editor) !== null,
  perform: ({ view }) => view.setState({ dialog: "rename-block" }),
};
