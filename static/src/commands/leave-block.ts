import { Minimize2 } from "lucide-react";
import { leaveBlock } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "leave-block",
  label: "Leave the block",
  group: "View",
  icon: Minimize2,
  keys: ["Alt+ArrowUp"],
  isForReaders: true,
  isAvailable: ({ view }) => view.getState().trail.length > 1,
  perform: leaveBlock,
};
