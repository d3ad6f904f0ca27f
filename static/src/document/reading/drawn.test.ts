import { expect, test } from "vitest";
import type { Block, NodeType } from "../../types/generated";
import { drawsAll } from "./drawn";

const role = (type: string, role: NodeType["role"]): [string, NodeType] => [
  type,
  { type, role, category: "", summary: "", in_torchs_words: false, inputs: [], outputs: [], params: [] },
];
const catalog = new Map([role("Noise", "source"), role("Xor", "data"), role("Linear", "layer")]);

function drawing(edges: Block["edges"]): Block {
  const node = (type: string) => ({ type, params: {}, position: [0, 0] as [number, number], note: "" });
  return { params: {}, nodes: { noise: node("Noise"), xor: node("Xor"), fc: node("Linear") }, edges };
}

test("sources draw all where no data set is wired", () => {
  expect(drawsAll(drawing({ "fc.input": "noise.noise" }), catalog)).toBe(true);
  expect(drawsAll(drawing({ "fc.input": "xor.point" }), catalog)).toBe(false);
  expect(drawsAll(drawing({ "fc.input": "xor.point", "fc.other": "noise.noise" }), catalog)).toBe(false);
  expect(drawsAll(drawing({}), catalog)).toBe(false);
});
