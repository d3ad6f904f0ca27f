import { namesIn } from "../../document/params/expression";
import { notify } from "../../parts/notices";
import type { Action } from "../command";

/** Takes a parameter from the open block, unless something inside is computed from it. */
export const removeDefault: Action<{ name: string }> = {
  id: "remove-default",
  label: "Remove",
  perform({ graph }, { name }) {
    const needing = Object.entries(graph.block.nodes).filter(([, { params }]) =>
      Object.values(params).some((value) => namesIn(value).includes(name)),
    );
    if (needing.length === 0) return graph.removeDefault(name);
    const ids = needing.map(([id]) => id).join(", ");
    notify({ title: `${name} is needed`, text: `Computed from it: ${ids}. Give them a value first.` });
  },
};
