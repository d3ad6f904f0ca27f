import type { Node } from "../../types/generated";
import type { Action } from "../command";

/** Says of nodes how they learn: not at all, or faster or slower than the others; one step of undo. */
export const tellLearning: Action<{ nodes: readonly string[] } & Pick<Node, "frozen" | "rate">> = {
  id: "tell-learning",
  label: "Say how a node learns",
  perform({ graph }, { nodes, ...said }) {
    graph.change(() => {
      for (const id of nodes) {
        if ("frozen" in said) graph.tell(id, "frozen", said.frozen || undefined);
        if ("rate" in said) graph.tell(id, "rate", said.rate === 1 ? undefined : said.rate);
      }
    });
  },
};
