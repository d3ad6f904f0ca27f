import { ClipboardPaste } from "lucide-react";
import { holds, usedBlock } from "../document/blocks";
import { readClipboard } from "../document/clipboard";
import { insert } from "../document/fragment";
import type { Graph } from "../document/graph";
import { notify } from "../panels/notices";
import type { Command } from "./command";

const BESIDE: [number, number] = [48, 48];

const isOpenInside = (graph: Graph, name: string | null) =>
  name !== null && name in graph.document.blocks && holds(graph.document, name, graph.open);

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
    const looping = Object.values(fragment.nodes)
      .map(usedBlock)
      .find((name) => isOpenInside(graph, name));
    if (looping) return notify({ title: `${looping} can't stand here`, text: "It would hold itself." });
    view.setState({ selection: insert(graph, fragment, BESIDE), selectedWires: [] });
  },
};
