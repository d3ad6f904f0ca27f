import type { Graph } from "../graph/graph";
import { chosenStage, openBlock, type View } from "../view/view";
import { weightsOf } from "./weights";

type Seen = Pick<View, "document" | "block" | "stage" | "report" | "catalog">;

/** Of some nodes of the open block, those with something to learn: that is what can be frozen. */
export function freezable(view: Seen, ids: readonly string[]): string[] {
  const { nodes } = openBlock(view);
  return ids.filter((id) => {
    const node = nodes[id];
    return node !== undefined && (Boolean(node.frozen) || weightsOf(view, id) !== 0);
  });
}

/** Why none of these nodes can be frozen now, as a sentence; null when some can. */
export function refuseFreeze(view: Seen, ids: readonly string[]): string | null {
  const some = freezable(view, ids);
  if (some.length === 0)
    return ids.length === 1
      ? `${ids[0]} has no weights: there is nothing in it that learns.`
      : "None of them has weights: there is nothing in them that learns.";
  const stage = chosenStage(view);
  if (!stage) return null;
  if (view.block !== view.document.main)
    return `${nameOf(stage.name)} freezes nodes of the main block: freeze the one that uses this block there, or choose no stage.`;
  const { nodes } = openBlock(view);
  return some.every((id) => nodes[id]?.frozen)
    ? `${some.join(", ")}: frozen in the whole training. Choose no stage to change that.`
    : null;
}

/**
 * Freezes nodes, or has them learn again where all of them are frozen: in the stage that is looked at, else for good.
 * One step of undo.
 */
export function toggleFrozen(graph: Graph, view: Seen, ids: readonly string[]): void {
  const { nodes } = openBlock(view);
  const some = freezable(view, ids);
  const stage = chosenStage(view);
  if (stage) {
    toggleInStage(
      graph,
      view,
      some.filter((id) => !nodes[id]?.frozen),
    );
    return;
  }
  const areFrozen = some.every((id) => nodes[id]?.frozen);
  graph.change(() => {
    for (const id of some)
      if (areFrozen) graph.tell(id, "frozen", undefined);
      else if (!nodes[id]?.frozen) graph.tell(id, "frozen", "whole");
  });
}

function toggleInStage(graph: Graph, { document, stage }: Seen, ids: readonly string[]): void {
  const stages = document.training.stages ?? [];
  const known = stages[stage ?? -1]?.frozen ?? [];
  const areFrozen = ids.every((id) => known.includes(id));
  const frozen = areFrozen ? known.filter((id) => !ids.includes(id)) : [...new Set([...known, ...ids])];
  graph.setStages(stages.map((each, index) => (index === stage ? { ...each, frozen } : each)));
}

const nameOf = (name: string) => (name ? `The stage ${name}` : "A stage");
