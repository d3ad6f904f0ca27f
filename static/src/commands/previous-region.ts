import { PanelsTopLeft } from "lucide-react";
import { goToRegion } from "./actions/regions";
import type { Command } from "./command";

export const command: Command = {
  id: "previous-region",
  label: "Go to the part of the page before",
  group: "View",
  icon: PanelsTopLeft,
  keys: ["Shift+F6"],
  isWhileTyping: true,
  isForReaders: true,
  perform: () => goToRegion(-1),
};
