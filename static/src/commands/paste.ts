import { ClipboardPaste } from "lucide-react";
import { readClipboard } from "../document/clipboard";
import { insert, loopingBlock } from "../document/fragment";
import { notify } from "../panels/notices";
import type { Command } from "./command";

const BESIDE: [number, number] = [48, 48];

export const command: Command = {
  id: "paste",
  label: "Paste",
  group: "Edit",
  icon: ClipboardPaste,
  keys: ["Mod+V"],
  isClipboard: true,
  async perform({ graph, view }) {
    const fragment = await readClipboard();
    if (!fragment) return notify({ title: "There are no nodes on the clipboard." });
    const looping = loopingBlock(graph, fragment);
    if (looping) return notify({ title: `${looping} can't stand here`, text: "It would hold itself." });
    view.setState({ selection: insert(graph, fragment, BESIDE), selectedWires: [] });
  },
};
