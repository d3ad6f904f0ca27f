import { PackageX } from "lucide-react";
import { usersOf } from "../document/reading/blocks";
import { notify } from "../parts/notices";
import { chosenBlock } from "./actions/chosen-block";
import type { Command } from "./command";

export const command: Command = {
  id: "delete-block",
  label: "Delete the block",
  group: "Edit",
  icon: PackageX,
  isAvailable: (editor) => chosenBlock(editor) !== null,
  perform(editor) {
    const { graph } = editor;
    const name = chosenBlock(editor);
    if (name === null) return;
    const users = usersOf(graph.document, name).filter(({ block }) => block !== name);
    if (users.length > 0) {
      const places = users.map(({ block, node }) => `${node} in ${block}`).join(", ");
      return notify({ title: `${name} is used`, text: `Delete what uses it first: ${places}.` });
    }
    graph.removeBlock(name);
  },
};
