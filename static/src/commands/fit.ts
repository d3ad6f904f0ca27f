import { Maximize } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "fit",
  label: "Show the whole network",
  group: "View",
  icon: Maximize,
  keys: ["F"],
  isForReaders: true,
  perform: ({ camera }) => camera?.fit(),
};
