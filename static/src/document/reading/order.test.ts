import { expect, test } from "vitest";
import type { Block, Node } from "../../types/generated";
import { inOrderOfFlow } from "./order";

const at = (x: number, y = 0): Node => ({ type: "ReLU", params: {}, position: [x, y], note: "" });
const block = (nodes: Block["nodes"], edges: Block["edges"] = {}): Block => ({ params: {}, nodes, edges });

test("nodes come after what feeds them, also where the drawing turns back to a new row", () => {
  const nodes = { d: at(0, 200), a: at(0), c: at(500), b: at(250), judge: at(250, 200) };
  const edges = {
    "b.input": "a.output",
    "c.input": "b.output",
    "d.input": "c.output",
    "judge.input": "d.output",
  };
  expect(inOrderOfFlow(block(nodes, edges))).toEqual(["a", "b", "c", "d", "judge"]);
});

test("what nothing leads to comes from left to right, and downwards", () => {
  expect(inOrderOfFlow(block({ low: at(0, 90), right: at(300), high: at(0) }))).toEqual([
    "high",
    "low",
    "right",
  ]);
});

test("a loop and a wire from nowhere keep no node out", () => {
  const nodes = { a: at(0), b: at(100) };
  expect(
    inOrderOfFlow(block(nodes, { "a.input": "b.output", "b.input": "a.output", "b.other": "gone.output" })),
  ).toEqual(["a", "b"]);
});
