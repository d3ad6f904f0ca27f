import type { Action } from "../command";

/** Gives a block another name; the nodes that use it follow. */
export const renameBlock: Action<{ block: string; name: string }> = {
  id: "rename-block",
  label: "Rename",
  perform: ({ graph }, { block, name }) => graph.renameBlock(block, name),
};
