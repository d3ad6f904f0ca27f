import { ArrowLeft } from "lucide-react";
import { goToNeighbour } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "previous-node",
  label: "Go to the node before",
  group: "View",
  icon: ArrowLeft,
  keys: ["Shift+N"],
  isForReaders: true,
  perform: (editor) => goToNeighbour(editor, -1),
};
