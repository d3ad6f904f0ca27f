import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Block, Document, Node, NodeType, Port, Report } from "../types/generated";
import { blockOf, holds, neededBlocks, portsOf, trailTo, usersOf } from "./blocks";
import { factsIn, problemsInside, problemsOf } from "./facts";
import { cutOut, insert, readFragment } from "./fragment";
import { Graph } from "./graph";
import { inlineBlock, refuseInline } from "./inlineBlock";
import { cutBlock, refuseCut, suggestName } from "./makeBlock";
import { createView } from "./view";

const node = (type: string, params: Node["params"] = {}, position: Node["position"] = [0, 0]): Node => ({
  type,
  params,
  position,
  note: "",
});

const port = (name: string): Port => ({ name, kind: "tensor", accepts: [], optional: false, help: "" });
const type = (name: string, role: NodeType["role"], inputs: string[], outputs: string[]): NodeType => ({
  type: name,
  role,
  category: "",
  summary: "",
  docs: "",
  params: [],
  inputs: inputs.map(port),
  outputs: outputs.map(port),
});
const catalog = new Map(
  [
    type("Digits", "data", [], ["image", "label"]),
    type("Conv2d", "layer", ["input"], ["output"]),
    type("ReLU", "layer", ["input"], ["output"]),
    type("Add", "layer", ["input", "other"], ["output"]),
    type("Loss", "loss", ["input", "target"], ["loss"]),
    type("Input", "layer", [], ["output"]),
    type("Output", "output", ["input"], []),
    type("Block", "layer", [], []),
    type("Share", "layer", ["input"], ["output"]),
  ].map((known) => [known.type, known]),
);

/** data -> conv1 -> relu1 -> add1 (+ conv1, a skip) -> loss */
function drawing(main: Partial<Block> = {}, blocks: Record<string, Block> = {}): Document {
  return {
    version: 1,
    main: "main",
    training: { epochs: 1, batch_size: 1, seed: 0 },
    blocks: {
      main: {
        params: {},
        nodes: {
          data: node("Digits", {}, [0, 0]),
          conv1: node("Conv2d", { out_channels: 8 }, [250, 10]),
          relu1: node("ReLU", {}, [500, 40]),
          add1: node("Add", {}, [750, 21]),
          loss: node("Loss", {}, [1000, 0]),
        },
        edges: {
          "conv1.input": "data.image",
          "relu1.input": "conv1.output",
          "add1.input": "relu1.output",
          "add1.other": "conv1.output",
          "loss.input": "add1.output",
          "loss.target": "data.label",
        },
        ...main,
      },
      ...blocks,
    },
  };
}

/** A block that doubles its width: input -> conv1 (=2 * width) -> relu1 -> output */
const DOUBLE: Block = {
  params: { width: 8 },
  nodes: {
    input: node("Input", {}, [0, 0]),
    conv1: node("Conv2d", { out_channels: "=2 * width" }, [250, 0]),
    relu1: node("ReLU", {}, [500, 0]),
    output: node("Output", {}, [750, 0]),
  },
  edges: { "conv1.input": "input.output", "relu1.input": "conv1.output", "output.input": "relu1.output" },
};

const USING = drawing(
  {
    nodes: {
      data: node("Digits"),
      first: node("Block", { block: "double", width: 4 }, [250, 0]),
      second: node("Block", { block: "double" }, [500, 0]),
      loss: node("Loss", {}, [750, 0]),
    },
    edges: {
      "first.input": "data.image",
      "second.input": "first.output",
      "loss.input": "second.output",
      "loss.target": "data.label",
    },
  },
  { double: DOUBLE },
);

function opened(document: Document = USING): Graph {
  const graph = new Graph();
  graph.load(structuredClone(document));
  return graph;
}

function cutInto(graph: Graph, ids: string[], name: string): void {
  const facts = factsIn({ catalog, document: graph.document, report: null }, graph.open);
  expect(refuseCut(graph.block, ids, facts)).toBeNull();
  const cut = cutBlock(graph.document, graph.open, ids, name, facts);
  graph.change(() => {
    graph.addBlock(name, cut.block);
    graph.removeNodes(ids);
    graph.addNode(cut.id, cut.node);
    for (const [target, source] of Object.entries(cut.edges)) graph.connect(target, source);
  });
}

function inline(graph: Graph, id: string): void {
  expect(refuseInline(graph.document, graph.open, id)).toBeNull();
  const { nodes, edges } = inlineBlock(graph.document, graph.open, id);
  graph.change(() => {
    graph.removeNodes([id]);
    for (const [name, inner] of Object.entries(nodes)) graph.addNode(name, inner);
    for (const [target, source] of Object.entries(edges)) graph.connect(target, source);
  });
}

describe("the open block", () => {
  test("is where edits go, and no other block is touched", () => {
    const graph = opened();
    const before = graph.document.blocks.main;
    graph.enter("double");
    graph.addNode("tanh1", node("Tanh"));
    graph.connect("tanh1.input", "relu1.output");
    graph.setParam("conv1", "kernel_size", 3);
    graph.move(new Map([["relu1", [510, 20]]]));
    expect(graph.document.blocks.double?.edges["tanh1.input"]).toBe("relu1.output");
    expect(graph.document.blocks.double?.nodes.conv1?.params.kernel_size).toBe(3);
    expect(graph.document.blocks.main).toEqual(before);
  });

  test("is the one that undo and redo show", () => {
    const graph = opened();
    graph.enter("double");
    graph.setParam("conv1", "kernel_size", 3);
    graph.enter("main");
    graph.setNote("first", "the first");
    graph.undo();
    expect(graph.open).toBe("main");
    graph.undo();
    expect(graph.open).toBe("double");
    graph.enter("main");
    graph.redo();
    expect(graph.open).toBe("double");
    expect(graph.block.nodes.conv1?.params.kernel_size).toBe(3);
  });

  test("is the main one again when somebody deletes it", () => {
    const graph = opened();
    graph.enter("double");
    const peer = new Graph();
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(graph.doc));
    peer.removeBlock("double");
    Y.applyUpdate(graph.doc, Y.encodeStateAsUpdate(peer.doc));
    expect(graph.open).toBe("main");
    expect(peer.document).toEqual(graph.document);
  });

  test("forgets the selection of the block that was left", () => {
    const graph = opened();
    const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
    view.setState({ selection: ["first"] });
    graph.enter("double");
    expect(view.getState()).toMatchObject({ block: "double", trail: ["main", "double"], selection: [] });
    graph.enter("main");
    expect(view.getState().trail).toEqual(["main"]);
  });
});

describe("two people in blocks", () => {
  test("in different ones converge, and each undoes only the own step", () => {
    const one = opened();
    const other = new Graph();
    const meet = () => {
      Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
      Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    };
    meet();
    one.enter("double");
    one.setParam("conv1", "kernel_size", 5);
    one.setDefault("depth", 2);
    other.setNote("first", "here");
    other.changeIn("double", () => other.addNode("tanh1", node("Tanh")));
    meet();
    expect(other.document).toEqual(one.document);
    one.undo();
    one.undo();
    meet();
    expect(other.document).toEqual(one.document);
    expect(one.document.blocks.double?.params).toEqual({ width: 8 });
    expect(one.document.blocks.double?.nodes.tanh1).toEqual(node("Tanh"));
    expect(one.document.blocks.main?.nodes.first?.note).toBe("here");
  });

  test("converge when one renames a block that the other draws in", () => {
    const one = opened();
    const other = opened(drawing());
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    one.load(USING);
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    one.renameBlock("double", "twice");
    other.changeIn("double", () => other.setParam("relu1", "inplace", true));
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    expect(other.document).toEqual(one.document);
    expect(usersOf(one.document, "twice")).toHaveLength(2);
  });
});

describe("a block's definition", () => {
  test("is renamed with everything that uses it, in one step of undo, and stays open", () => {
    const graph = opened();
    graph.enter("double");
    graph.renameBlock("double", "twice");
    expect(graph.open).toBe("twice");
    expect(graph.document.blocks.double).toBeUndefined();
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "twice", width: 4 });
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("takes the wires outside along when a port is renamed, and away when it is removed", () => {
    const graph = opened();
    graph.enter("double");
    graph.rename("input", "image");
    graph.rename("output", "features");
    expect(graph.document.blocks.main?.edges).toEqual({
      "first.image": "data.image",
      "second.image": "first.features",
      "loss.input": "second.features",
      "loss.target": "data.label",
    });
    graph.removeNodes(["features"]);
    expect(graph.document.blocks.main?.edges).toEqual({
      "first.image": "data.image",
      "loss.target": "data.label",
    });
    graph.undo();
    graph.undo();
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("takes expressions and uses along when a parameter is renamed or removed", () => {
    const graph = opened();
    graph.enter("double");
    graph.renameDefault("width", "channels");
    expect(graph.block.params).toEqual({ channels: 8 });
    expect(graph.block.nodes.conv1?.params.out_channels).toBe("=2 * channels");
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "double", channels: 4 });
    graph.removeDefault("channels");
    expect(graph.document.blocks.main?.nodes.first?.params).toEqual({ block: "double" });
    graph.undo();
    graph.undo();
    expect(graph.document).toEqual(USING);
  });

  test("has its ports from top to bottom, then by name", () => {
    const at = (y: number) => node("Input", {}, [0, y]);
    const block: Block = {
      params: {},
      edges: {},
      nodes: { b: at(10), low: at(20), a: at(10), high: at(-5) },
    };
    expect(portsOf(block, "Input")).toEqual(["high", "a", "b", "low"]);
  });

  test("is known to hold itself and what it uses", () => {
    const around: Block = { params: {}, nodes: { inner: node("Block", { block: "double" }) }, edges: {} };
    const document = drawing({}, { double: DOUBLE, around });
    expect(holds(document, "around", "double")).toBe(true);
    expect(holds(document, "double", "around")).toBe(false);
    expect(holds(document, "double", "double")).toBe(true);
    expect(neededBlocks(document, [node("Repeat", { block: "around" })])).toEqual(["around", "double"]);
  });

  test("is reached by the way that was gone, or else by the shortest", () => {
    const using = (block: string): Block => ({
      params: {},
      nodes: { inner: node("Block", { block }) },
      edges: {},
    });
    const document = drawing(
      { nodes: { a: node("Block", { block: "outer" }), b: node("Block", { block: "deep" }) } },
      { outer: using("deep"), deep: using("double"), double: DOUBLE, lonely: DOUBLE },
    );
    expect(trailTo(document, ["main", "outer"], "deep")).toEqual(["main", "outer", "deep"]);
    expect(trailTo(document, ["main", "outer", "deep"], "outer")).toEqual(["main", "outer"]);
    expect(trailTo(document, ["main"], "double")).toEqual(["main", "deep", "double"]);
    expect(trailTo(document, ["main"], "lonely")).toEqual(["main", "lonely"]);
  });
});

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

describe("a node that uses a block", () => {
  test("has the block's ports before the check has answered, and then what the check says", () => {
    const drawn = factsIn({ catalog, document: USING, report: null }, "main");
    expect(drawn("first")?.inputs.map(({ name }) => name)).toEqual(["input"]);
    expect(drawn("first")).toBe(drawn("first"));
    const spec = type("Block", "layer", ["image"], []);
    const report: Report = {
      problems: [],
      blocks: { double: { conv1: { inputs: {}, outputs: {}, parameters: 5, inferred: {}, spec } } },
      nodes: { first: { inputs: {}, outputs: {}, parameters: 10, inferred: {}, spec } },
      parameters: 20,
      is_trainable: true,
    };
    expect(factsIn({ catalog, document: USING, report }, "main")("first")).toBe(spec);
    expect(factsIn({ catalog, document: USING, report }, "double")("conv1")).toBe(spec);
  });

  test("tells of the problems inside, which belong to the block's nodes", () => {
    const problem = {
      code: "c",
      message: "m",
      hint: "",
      severity: "error",
      port: null,
      fix: null,
    } as const;
    const report: Report = {
      problems: [
        { ...problem, block: "double", node: "conv1" },
        { ...problem, block: null, node: "conv1" },
      ],
      blocks: {},
      nodes: {},
      parameters: 0,
      is_trainable: false,
    };
    const known = { report, document: USING };
    expect(problemsInside(known, "main", "first")).toBe(1);
    expect(problemsInside(known, "main", "loss")).toBe(0);
    expect(problemsOf(known, "double", "conv1")).toEqual([report.problems[0]]);
  });
});

describe("copy and paste between networks", () => {
  const copy = () => readFragment(JSON.stringify(cutOut(USING, "main", ["first"])));

  test("brings the block along, as one step of undo", () => {
    const graph = opened(drawing());
    const fragment = copy();
    expect(fragment && insert(graph, fragment, [0, 0])).toEqual(["first"]);
    expect(graph.document.blocks.double).toEqual(DOUBLE);
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("uses the block that is there already when it is the same", () => {
    const graph = opened();
    const fragment = copy();
    if (fragment) insert(graph, fragment, [0, 0]);
    expect(Object.keys(graph.document.blocks)).toEqual(["main", "double"]);
  });

  test("gives the block another name when its own means something else there, also inside of blocks", () => {
    const around: Block = { params: {}, nodes: { inner: node("Block", { block: "double" }) }, edges: {} };
    const source = drawing(
      { nodes: { outer: node("Block", { block: "around" }) }, edges: {} },
      { around, double: DOUBLE },
    );
    const graph = opened(drawing({}, { double: { ...DOUBLE, params: { width: 99 } } }));
    insert(graph, cutOut(source, "main", ["outer"]), [0, 0]);
    expect(graph.document.blocks.double?.params).toEqual({ width: 99 });
    expect(graph.document.blocks.double2).toEqual(DOUBLE);
    expect(graph.document.blocks.around?.nodes.inner?.params.block).toBe("double2");
    expect(graph.block.nodes.outer?.params.block).toBe("around");
  });

  test("between blocks of one network needs nothing else", () => {
    const graph = opened();
    graph.enter("double");
    insert(graph, cutOut(graph.document, "main", ["loss"]), [0, 0]);
    expect(graph.block.nodes.loss?.type).toBe("Loss");
    expect(Object.keys(graph.document.blocks)).toEqual(["main", "double"]);
  });
});
