import type { Document } from "../../types/generated";
import { blockOf, wearersOf } from "./blocks";

/** The node through which a block is looked into, and which time that it runs it, from 0. */
export interface Use {
  node: string;
  turn: number;
}

/** The node that was gone through, by the block that it uses. */
export type Uses = Readonly<Record<string, Use>>;

/** The nodes of one block that use another. */
export function usersIn(document: Document, outer: string, name: string): string[] {
  return wearersOf(document, name)
    .filter(({ block }) => block === outer)
    .map(({ node }) => node);
}

/** How a block is looked into from the one that it was opened from; null where nothing there uses it. */
export function chosenUse(document: Document, uses: Uses, outer: string, name: string): Use | null {
  const users = usersIn(document, outer, name);
  const chosen = uses[name];
  if (chosen && users.includes(chosen.node)) return chosen;
  return users[0] === undefined ? null : { node: users[0], turn: 0 };
}

/**
 * Where a node of the open block is, as probes say it: `conv1` in the main block, `layers.1/attention` in the second
 * use of a block. Null in a block that the main one does not use.
 */
export function pathOf(
  document: Document,
  trail: readonly string[],
  uses: Uses,
  node: string,
): string | null {
  let path = "";
  for (let depth = 1; depth < trail.length; depth++) {
    const use = chosenUse(document, uses, trail[depth - 1] ?? "", trail[depth] ?? "");
    if (!use || !(use.node in blockOf(document, trail[depth - 1]).nodes)) return null;
    path += `${use.node}${use.turn > 0 ? `.${use.turn}` : ""}/`;
  }
  return trail[0] === document.main ? path + node : null;
}
