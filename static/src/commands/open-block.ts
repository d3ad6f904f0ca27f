import { Maximize2 } from "lucide-react";
import { usedBlock } from "../document/reading/blocks";
import type { Editor } from "../editor";
import { enterBlock } from "./actions/go";
import type { Command } from "./command";

export const command: Command = {
  id: "open-block",
  label: "Open the block",
  group: "View",
  icon: Maximize2,
  keys: ["Enter"],
  isForReaders: true,
  isAvailable: (editor) => chosen(editor) !== null,
  perform(editor) {
    const node = chosen(editor);
    if (node !== null) enterBlock(editor, node);
  },
};

function chosen({ graph, view }: Editor): string | null {
  const [id, ...more] = view.getState().selection;
  const name = usedBlock(graph.block.nodes[id ?? ""]);
  return id !== undefined && more.length === 0 && name !== null && name in graph.document.blocks ? id : null;
}
