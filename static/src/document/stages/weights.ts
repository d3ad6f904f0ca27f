import type { NodeReport } from "../../types/generated";
import { blockOf } from "../reading/blocks";
import { reportOf } from "../reading/facts";
import type { View } from "../view/view";

/** How many values of a node can be learned, frozen ones too. */
export const countOf = (report: NodeReport): number => report.parameters + (report.frozen ?? 0);

/** The same of a node of a block; undefined where the check has not told of it, and for what is no layer 0. */
export function weightsOf(
  view: Pick<View, "document" | "block" | "report" | "catalog">,
  id: string,
): number | undefined {
  const node = blockOf(view.document, view.block).nodes[id];
  if (view.catalog.get(node?.type ?? "")?.role !== "layer") return 0;
  const report = reportOf(view, view.block, id);
  return report && countOf(report);
}

/** The nodes of the main block with something to learn, in the order of the drawing. */
export function learnersIn(view: Pick<View, "document" | "report" | "catalog">): string[] {
  const { main } = view.document;
  return Object.keys(blockOf(view.document).nodes).filter(
    (id) => weightsOf({ ...view, block: main }, id) !== 0,
  );
}
