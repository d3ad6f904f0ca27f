import { describe, expect, test } from "vitest";
import { heightOf, rowMiddle, SIZE } from "../document/layout/geometry";
import type { Block, NodeType } from "../types/generated";
import { type FlowNode, flowNodes, flowWires, type Marks, type Placement } from "./flow";

const relu: NodeType = {
  type: "ReLU",
  category: "Activation",
  role: "layer",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs: [{ name: "input", kind: "tensor", accepts: ["tensor"], optional: false, help: "" }],
  outputs: [{ name: "output", kind: "tensor", accepts: [], optional: false, help: "" }],
};
const facts = () => relu;
const node = (x: number): Block["nodes"][string] => ({
  type: "ReLU",
  params: {},
  position: [x, 0],
  note: "",
});
const block: Block = { params: {}, nodes: { a: node(0), b: node(300) }, edges: { "b.input": "a.output" } };
const unmarked: Marks = { selection: [], troubled: new Map(), locks: new Map(), asleep: new Set() };
const still: Placement = { drags: new Map(), measured: new Map() };

const drawn = (nodes: FlowNode[]) => new Map(nodes.map((item) => [item.id, item]));
const first = () => flowNodes(new Map(), block, facts, unmarked, still);

describe("the nodes for the canvas", () => {
  test("keep their identity while nothing about them changes", () => {
    const before = first();
    const after = flowNodes(drawn(before), block, facts, { ...unmarked, selection: ["b"] }, still);
    expect(after[0]).toBe(before[0]);
    expect(after[1]?.selected).toBe(true);
    expect(after[1]?.data).toBe(before[1]?.data);
  });

  test("stand where they are dragged, and the document does not know", () => {
    const drags = new Map([["a", [40, 50] as [number, number]]]);
    const [a] = flowNodes(drawn(first()), block, facts, unmarked, { ...still, drags });
    expect(a?.position).toEqual({ x: 40, y: 50 });
    expect(block.nodes.a?.position).toEqual([0, 0]);
  });

  test("in trouble stand above all others", () => {
    const [a, b] = flowNodes(
      new Map(),
      block,
      facts,
      { ...unmarked, selection: ["b"], troubled: new Map([["a", "error"]]) },
      still,
    );
    expect(a?.zIndex).toBeGreaterThan((b?.zIndex ?? 0) + 1000);
  });

  test("in trouble one above the other show the foot of the upper, where its fix is", () => {
    const stacked: Block = {
      params: {},
      nodes: { below: { ...node(0), position: [0, 115] }, above: node(0) },
      edges: {},
    };
    const marks: Marks = {
      ...unmarked,
      troubled: new Map([
        ["above", "error"],
        ["below", "error"],
      ]),
    };
    const [below, above] = flowNodes(new Map(), stacked, facts, marks, still);
    expect(above?.zIndex).toBeGreaterThan(below?.zIndex ?? 0);
  });

  test("tell their size and the middle of each port before they are mounted", () => {
    const [a] = first();
    expect(a?.measured).toEqual({ width: SIZE.width, height: heightOf(relu) });
    const output = a?.handles?.find(({ id }) => id === "output");
    expect((output?.x ?? 0) + SIZE.dot / 2).toBe(SIZE.width);
    expect((output?.y ?? 0) + SIZE.dot / 2).toBe(rowMiddle(0));
  });

  test.each([
    { drawn: "not mounted", measured: new Map() },
    { drawn: "mounted before", measured: new Map([["a", { width: SIZE.width, height: heightOf(relu) }]]) },
  ])("grow once more of their ports are known, $drawn", ({ measured }) => {
    const placed = { ...still, measured };
    const before = flowNodes(new Map(), block, facts, unmarked, placed);
    const three = { ...relu, inputs: [1, 2, 3].flatMap(() => relu.inputs) };
    const after = flowNodes(drawn(before), block, () => three, unmarked, placed);
    expect(after[0]?.measured?.height).toBe(heightOf(three));
    const again = flowNodes(drawn(after), block, () => three, unmarked, placed);
    expect(again[0]).toBe(after[0]);
    const problem = new Map([["a", { width: SIZE.width, height: heightOf(three) + 40 }]]);
    expect(
      flowNodes(drawn(after), block, () => three, unmarked, { ...still, measured: problem })[0]?.measured,
    ).toEqual(problem.get("a"));
  });
});

describe("the wires for the canvas", () => {
  test("are named by the input they fill and coloured by what flows", () => {
    const [wire] = flowWires(new Map(), block, facts, []);
    expect(wire).toMatchObject({ id: "b.input", source: "a", target: "b", data: { kind: "tensor" } });
  });

  test("of unknown ports are left out", () => {
    expect(flowWires(new Map(), { ...block, edges: { "b.other": "a.output" } }, facts, [])).toEqual([]);
  });
});
