import { Layers2 } from "lucide-react";
import { blockOf, usedBlock } from "../document/reading/blocks";
import { freeId } from "../document/reading/names";
import { chosenBlock } from "./actions/chosen-block";
import type { Command } from "./command";

export const command: Command = {
  id: "duplicate-block",
  label: "Duplicate the block",
  group: "Edit",
  icon: Layers2,
  isAvailable: (editor) => chosenBlock(editor) !== null,
  perform(editor) {
    const { graph, view } = editor;
    const block = chosenBlock(editor);
    if (block === null) return;
    const name = freeId(block, Object.keys(graph.document.blocks));
    const [user = ""] = view.getState().selection;
    const isOfNode = usedBlock(graph.block.nodes[user]) === block;
    // Of a selected node, it is that use which gets a block of its own.
    graph.change(() => {
      graph.addBlock(name, blockOf(graph.document, block));
      if (isOfNode) graph.setParam(user, "block", name);
    });
    if (!isOfNode) graph.enter(name);
  },
};
