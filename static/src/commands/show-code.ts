import { Code } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "show-code",
  label: "Show the code",
  group: "View",
  icon: Code,
  keys: ["C"],
  isForReaders: true,
  perform: ({ view }) => view.setState({ isDockOpen: true, dockTab: "code" }),
};
