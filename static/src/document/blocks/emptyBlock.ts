import type { Block, Node } from "../../types/generated";
import { SIZE } from "../layout/geometry";
import { portsOf } from "../reading/blocks";

/** From a port to what stands beside it. */
export const BESIDE_PX = SIZE.width + 64;

/** A block with one input and one output, and nothing in between yet. */
export function emptyBlock(): Block {
  const node = (type: string, x: number): Node => ({ type, params: {}, position: [x, 0], note: "" });
  return {
    params: {},
    nodes: { input: node("Input", 0), output: node("Output", 2 * BESIDE_PX) },
    edges: {},
  };
}

/** The ports of a block as a sentence of its form says them. */
export function portWords(block: Block): string {
  const words = (type: "Input" | "Output") => portsOf(block, type).join(", ") || "nothing";
  return `(${words("Input")}) → ${words("Output")}`;
}
