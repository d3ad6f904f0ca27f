import type { Block } from "../../types/generated";
import type { Position } from "../graph/graph";
import type { Facts } from "../reading/facts";
import { inBands } from "./bands";
import { heightOf } from "./geometry";
import type { layered } from "./layered";
import { levelsOf } from "./levels";
import { linksOf } from "./links";

/** Where everything stands after tidying, in a window of this width over height. How wires run follows from it. */
export async function arrange(
  block: Block,
  facts: Facts,
  aspectRatio: number,
  withoutLevels: typeof layered = byElk,
): Promise<Map<string, Position>> {
  const links = linksOf(block);
  const levels = links && levelsOf(links, facts);
  if (!levels) return withoutLevels(block, facts, aspectRatio);
  return inBands(links, levels, (id) => heightOf(facts(id)), aspectRatio);
}

// ELK is large: it comes when a drawing needs it.
const byElk: typeof layered = async (...drawn) => (await import("./layered")).layered(...drawn);
