import { SlidersHorizontal } from "lucide-react";
import { flushSync } from "react-dom";
import type { Command } from "./command";

export const command: Command = {
  id: "edit-node",
  label: "Set the parameters of the selected node",
  group: "Edit",
  icon: SlidersHorizontal,
  keys: ["E"],
  isForReaders: true,
  isAvailable: ({ view }) => view.getState().selection.length === 1,
  perform({ view }) {
    flushSync(() => view.setState({ isInspectorOpen: true }));
    const fields = document.querySelectorAll<HTMLElement>(".inspector :is(input, select)");
    const field = fields[1] ?? fields[0]; // the first is the node's name
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  },
};
