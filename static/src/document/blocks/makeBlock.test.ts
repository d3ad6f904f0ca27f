import { describe, expect, test } from "vitest";
import type { Block } from "../../types/generated";
import { blockOf, portsOf } from "../reading/blocks";
import { factsIn } from "../reading/facts";
import { catalog, cutInto, DOUBLE, drawing, inline, node, opened, type } from "./blocks.fixture";
import { refuseInline } from "./inlineBlock";
import { suggestName } from "./makeBlock";
import { refuseCut } from "./refuseCut";

describe("making a block", () => {
  test("turns crossing wires into ordered ports, one for each source", () => {
    const graph = opened(drawing());
    cutInto(graph, ["conv1", "relu1"], "features");
    const block = blockOf(graph.document, "features");
    expect(portsOf(block, "Input")).toEqual(["input"]);
    expect(portsOf(block, "Output")).toEqual(["conv1_out", "relu1_out"]);
    expect(block.edges).toEqual({
      "conv1.input": "input.output",
      "relu1.input": "conv1.output",
      "conv1_out.input": "conv1.output",
      "relu1_out.input": "relu1.output",
    });
    expect(graph.block.edges).toEqual({
      "features.input": "data.image",
      "add1.input": "features.relu1_out",
      "add1.other": "features.conv1_out",
      "loss.input": "add1.output",
      "loss.target": "data.label",
    });
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test.each([[["conv1", "relu1", "add1"]], [["conv1", "relu1"]], [["relu1"]], [["add1"]]])(
    "of %s and replacing it by its content gives the same drawing",
    (ids) => {
      const graph = opened(drawing());
      cutInto(graph, ids, "part");
      inline(graph, "part");
      expect(graph.document.blocks.main).toEqual(drawing().blocks.main);
    },
  );

  test("of unwired layers gives it the ports that they have", () => {
    const nodes = { a: node("Conv2d"), b: node("ReLU", {}, [250, 0]) };
    const graph = opened(drawing({ nodes, edges: { "b.input": "a.output" } }));
    cutInto(graph, ["a", "b"], "part");
    const block = blockOf(graph.document, "part");
    expect(portsOf(block, "Input")).toEqual(["input"]);
    expect(portsOf(block, "Output")).toEqual(["output"]);
    expect(block.edges).toEqual({
      "a.input": "input.output",
      "b.input": "a.output",
      "output.input": "b.output",
    });
  });

  test("inside a block passes on the parameters that are needed", () => {
    const graph = opened();
    graph.enter("double");
    cutInto(graph, ["conv1"], "wide");
    expect(blockOf(graph.document, "wide").params).toEqual({ width: 8 });
    expect(graph.block.nodes.wide?.params).toEqual({ block: "wide", width: "=width" });
    inline(graph, "wide");
    expect(graph.block).toEqual(DOUBLE);
  });

  test.each([
    [["data", "conv1"], "data belongs to the training"],
    [["add1", "loss"], "loss belongs to the training"],
    [["conv1", "add1"], "relu1 lies between the selected nodes"],
    [[], "Select the nodes"],
  ])("of %s is refused in words", (ids, words) => {
    const document = drawing();
    const facts = factsIn({ catalog, document, report: null }, "main");
    expect(refuseCut(blockOf(document), ids, facts)).toContain(words);
  });

  test("that would part shared weights is refused, with ports of the block itself too", () => {
    const nodes = { conv1: node("Conv2d"), again: node("Share", { of: "conv1" }), out: node("Output") };
    const document = drawing({ nodes, edges: {} });
    const facts = factsIn({ catalog, document, report: null }, "main");
    expect(refuseCut(blockOf(document), ["conv1"], facts)).toContain("weights of conv1");
    expect(refuseCut(blockOf(document), ["again"], facts)).toContain("weights of conv1");
    expect(refuseCut(blockOf(document), ["conv1", "again"], facts)).toBeNull();
    expect(refuseCut(blockOf(document), ["out"], facts)).toContain("out is an Output");
  });

  test("that a loss would have to leave is refused", () => {
    const quantizer = type("VectorQuantizer", "layer", ["input"], ["output", "loss"]);
    const [, loss] = quantizer.outputs;
    if (loss) loss.kind = "loss";
    const nodes = { q: node("VectorQuantizer"), objective: node("Objective") };
    const block = { params: {}, nodes, edges: { "objective.loss": "q.loss" } };
    expect(refuseCut(block, ["q"], () => quantizer)).toContain("q.loss is a loss");
  });

  test("suggests a name that says what is inside and is free", () => {
    const document = drawing({}, { conv_re_lu: DOUBLE });
    const block = blockOf(document);
    expect(suggestName(drawing(), block, ["conv1", "relu1", "add1"])).toBe("conv_relu_add");
    expect(suggestName(drawing({}, { conv_relu: DOUBLE }), block, ["conv1", "relu1"])).toBe("conv_relu2");
    expect(suggestName(document, block, ["data", "conv1", "relu1", "add1"])).toBe("block");
  });
});

describe("replacing a block by its content", () => {
  test("computes expressions from what the use was given, and keeps names free", () => {
    const graph = opened();
    inline(graph, "first");
    inline(graph, "second");
    const { nodes, edges } = graph.block;
    expect(nodes.conv1?.params.out_channels).toBe(8);
    expect(nodes.conv2?.params.out_channels).toBe(16);
    expect(edges).toEqual({
      "conv1.input": "data.image",
      "relu1.input": "conv1.output",
      "conv2.input": "relu1.output",
      "relu2.input": "conv2.output",
      "loss.input": "relu2.output",
      "loss.target": "data.label",
    });
  });

  test("makes room where the content would cover what stands beside it", () => {
    const nodes = { data: node("Digits"), use: node("Block", { block: "double" }, [250, 0]) };
    const graph = opened(
      drawing({ nodes: { ...nodes, relu9: node("ReLU", {}, [500, 20]) }, edges: {} }, { double: DOUBLE }),
    );
    inline(graph, "use");
    const { data, conv1, relu1, relu9 } = graph.block.nodes;
    expect([data, conv1, relu1, relu9].map((each) => each?.position)).toEqual([
      [0, 0],
      [250, 0],
      [500, 0],
      [750, 20],
    ]);
  });

  test("lets a wire through that only passes the block", () => {
    const nodes = { input: node("Input"), output: node("Output") };
    const pass: Block = { params: {}, nodes, edges: { "output.input": "input.output" } };
    const graph = opened(
      drawing(
        {
          nodes: { data: node("Digits"), p: node("Block", { block: "pass" }), relu1: node("ReLU") },
          edges: { "p.input": "data.image", "relu1.input": "p.output" },
        },
        { pass },
      ),
    );
    inline(graph, "p");
    expect(graph.block.edges).toEqual({ "relu1.input": "data.image" });
  });

  test("keeps shared weights shared", () => {
    const shared: Block = {
      params: {},
      nodes: { conv1: node("Conv2d"), again: node("Share", { of: "conv1" }) },
      edges: { "again.input": "conv1.output" },
    };
    const graph = opened(
      drawing(
        { nodes: { conv1: node("Conv2d"), part: node("Block", { block: "shared" }) }, edges: {} },
        { shared },
      ),
    );
    inline(graph, "part");
    expect(graph.block.nodes.again?.params.of).toBe("conv2");
  });

  test.each([
    ["rep", "Only a Block"],
    ["twin", "again computes with the weights of twin"],
    ["bad", "can't be worked out"],
    ["relu", "Select a node that uses a block"],
  ])("of %s is refused in words", (id, words) => {
    const nodes = {
      rep: node("Repeat", { block: "double", times: 2 }),
      twin: node("Block", { block: "double" }),
      again: node("Share", { of: "twin" }),
      bad: node("Block", { block: "double", width: "wide" }),
      relu: node("ReLU"),
    };
    expect(refuseInline(drawing({ nodes, edges: {} }, { double: DOUBLE }), "main", id)).toContain(words);
  });
});
