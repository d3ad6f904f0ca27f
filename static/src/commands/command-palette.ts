import { Command as CommandIcon } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "command-palette",
  label: "All commands",
  group: "Help",
  icon: CommandIcon,
  keys: ["Mod+K"],
  isWhileTyping: true,
  isForReaders: true,
  perform: ({ view }) => view.setState({ dialog: "commands" }),
};
