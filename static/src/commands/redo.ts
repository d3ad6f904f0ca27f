import { Redo2 } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "redo",
  label: "Redo",
  group: "Edit",
  icon: Redo2,
  keys: ["Mod+Shift+Z", "Mod+Y"],
  toolbar: 2,
  isAvailable: ({ graph }) => graph.canRedo,
  perform: ({ graph }) => graph.redo(),
};
