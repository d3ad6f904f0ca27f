import { Trash2 } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "delete-network",
  label: "Delete this network…",
  group: "Edit",
  icon: Trash2,
  perform: ({ view }) => view.setState({ dialog: "delete-network" }),
};
