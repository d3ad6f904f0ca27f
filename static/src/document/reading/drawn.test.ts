import { expect, test } from "vitest";
import type { Block, NodeType } from "../../types/generated";
import { decodedIn, drawsAll } from "./drawn";

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

test("metrics behind samplers are found, through whatever lies between", () => {
  const known = new Map([...catalog, role("Write", "sampler"), role("Exact", "metric")]);
  const node = (type: string) => ({ type, params: {}, position: [0, 0] as [number, number], note: "" });
  const nodes = { write: node("Write"), fc: node("Linear"), right: node("Exact"), other: node("Exact") };
  const edges = { "fc.input": "write.output", "right.input": "fc.output", "write.scores": "xor.point" };
  expect(decodedIn({ params: {}, nodes, edges }, known)).toEqual(["right"]);
});
