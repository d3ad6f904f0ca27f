import { SquareDashed } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "select-none",
  label: "Select nothing",
  group: "Edit",
  icon: SquareDashed,
  keys: ["Escape"],
  isForReaders: true,
  perform: ({ view }) => view.setState({ selection: [], selectedWires: [], pendingPort: null }),
};
