import { CircleHelp } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "shortcuts",
  label: "Help and shortcuts",
  group: "Help",
  icon: CircleHelp,
  keys: ["?"],
  toolbar: 9,
  isForReaders: true,
  perform: ({ view }) => view.setState({ dialog: "help" }),
};
