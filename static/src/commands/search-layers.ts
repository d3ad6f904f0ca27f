import { Search } from "lucide-react";
import type { Command } from "./command";

export const PALETTE_SEARCH = "palette-search";

export const command: Command = {
  id: "search-layers",
  label: "Search the palette",
  group: "Edit",
  icon: Search,
  keys: ["/"],
  perform({ view }) {
    view.setState({ isPaletteOpen: true });
    requestAnimationFrame(() => document.getElementById(PALETTE_SEARCH)?.focus());
  },
};
