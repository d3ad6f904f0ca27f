import type { Position } from "../../document/graph/graph";
import type { Action } from "../command";

/** Puts nodes where they were dropped, as one step of undo. */
export const moveNodes: Action<ReadonlyMap<string, Position>> = {
  id: "move-nodes",
  label: "Move",
  perform({ graph }, positions) {
    const moved = [...positions].filter(([id, [x, y]]) => {
      const known = graph.block.nodes[id]?.position;
      return known && (Math.round(x) !== known[0] || Math.round(y) !== known[1]);
    });
    if (moved.length) graph.move(new Map(moved));
  },
};
