import { ArrowRight } from "lucide-react";
import { goToNeighbour } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "next-node",
  label: "Go to the next node",
  group: "View",
  icon: ArrowRight,
  keys: ["N"],
  isForReaders: true,
  perform: (editor) => goToNeighbour(editor, 1),
};
