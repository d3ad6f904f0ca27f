import { Search } from "lucide-react";
import { flushSync } from "react-dom";
import type { Command } from "./command";

export const PALETTE_SEARCH = "palette-search";

export const command: Command = {
  id: "search-layers",
  label: "Search the palette",
  group: "Edit",
  icon: Search,
  keys: ["/"],
  perform({ view }) {
    flushSync(() => view.setState({ isPaletteOpen: true })); // a letter typed right after the key must not be lost
    document.getElementById(PALETTE_SEARCH)?.focus();
  },
};
