import { PanelLeft } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "toggle-palette",
  label: "Show or hide the palette",
  group: "View",
  icon: PanelLeft,
  keys: ["["],
  perform: ({ view }) => view.setState(({ isPaletteOpen }) => ({ isPaletteOpen: !isPaletteOpen })),
};
