import { ClipboardPaste } from "lucide-react";
import { readClipboard } from "../document/graph/clipboard";
import { insert, loopingBlock } from "../document/graph/fragment";
import { notify } from "../parts/notices";
import { roomsFor, shiftOfCopies, tellIfUnseen } from "./actions/placing";
import type { Command } from "./command";

const BESIDE: [number, number] = [48, 48];

export const command: Command = {
  id: "paste",
  label: "Paste",
  group: "Edit",
  icon: ClipboardPaste,
  keys: ["Mod+V"],
  isClipboard: true,
  async perform(editor) {
    const { graph, view } = editor;
    const fragment = await readClipboard();
    if (!fragment) return notify({ title: "There are no nodes on the clipboard." });
    const looping = loopingBlock(graph, fragment);
    if (looping) return notify({ title: `${looping} can't stand here`, text: "It would hold itself." });
    const rooms = roomsFor(editor, Object.values(fragment.nodes), fragment.blocks);
    const selection = insert(graph, fragment, shiftOfCopies(editor, rooms, BESIDE));
    view.setState({ selection, selectedWires: [] });
    tellIfUnseen(editor, selection);
  },
};
