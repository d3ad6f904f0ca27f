import { Group } from "lucide-react";
import { refuseCut } from "../document/blocks/refuseCut";
import { factsNow } from "../editor";
import { notify } from "../parts/notices";
import type { Command } from "./command";

export const command: Command = {
  id: "make-block",
  label: "Make a block of the selection",
  group: "Edit",
  icon: Group,
  keys: ["Mod+G"],
  toolbar: 4,
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  perform(editor) {
    const { graph, view } = editor;
    const refusal = refuseCut(graph.block, view.getState().selection, factsNow(editor));
    if (refusal) return notify({ title: "This can't be a block", text: refusal });
    view.setState({ dialog: "make-block" });
  },
};
