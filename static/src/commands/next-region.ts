import { PanelsTopLeft } from "lucide-react";
import { goToRegion } from "./actions/regions";
import type { Command } from "./command";

export const command: Command = {
  id: "next-region",
  label: "Go to the next part of the page",
  group: "View",
  icon: PanelsTopLeft,
  keys: ["F6"],
  isWhileTyping: true,
  isForReaders: true,
  perform: () => goToRegion(1),
};
