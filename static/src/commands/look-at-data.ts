import { Table2 } from "lucide-react";
import { factsNow } from "../editor";
import type { Command } from "./command";

export const command: Command = {
  id: "look-at-data",
  label: "Look at the data of the selected node",
  group: "View",
  icon: Table2,
  isForReaders: true,
  isAvailable(editor) {
    const [node, ...others] = editor.view.getState().selection;
    return node !== undefined && others.length === 0 && factsNow(editor)(node)?.role === "data";
  },
  perform: ({ view }) => view.setState({ dialog: "data" }),
};
