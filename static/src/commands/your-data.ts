import { Table2 } from "lucide-react";
import { OWN_DATA } from "../document/reading/ownData";
import { openBlock } from "../document/view/view";
import { bringData } from "./actions/bring-data";
import type { Command } from "./command";

export const command: Command = {
  id: "your-data",
  label: "Your data…",
  group: "Edit",
  icon: Table2,
  perform(editor) {
    const view = editor.view.getState();
    const [chosen, ...others] = view.selection;
    const isOwn = chosen !== undefined && openBlock(view).nodes[chosen]?.type === OWN_DATA;
    bringData.perform(editor, { node: isOwn && others.length === 0 ? chosen : null });
  },
};
