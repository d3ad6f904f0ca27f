import { Trash2 } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "delete-network",
  label: "Delete this network…",
  group: "Edit",
  icon: Trash2,
  isForReaders: true, // of one's own network, whichever of its drawings is on the canvas
  isAvailable: ({ config }) => config.page === "editor",
  perform: ({ view }) => view.setState({ dialog: "delete-network" }),
};
