import { SquarePlus } from "lucide-react";
import { emptyBlock } from "../document/blocks/emptyBlock";
import { freeId } from "../document/reading/names";
import type { Command } from "./command";

export const command: Command = {
  id: "new-block",
  label: "New empty block",
  group: "Edit",
  icon: SquarePlus,
  perform({ graph }) {
    const name = freeId("block", Object.keys(graph.document.blocks));
    graph.addBlock(name, emptyBlock());
    graph.enter(name);
  },
};
