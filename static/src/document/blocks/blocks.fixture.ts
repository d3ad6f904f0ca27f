import { expect } from "vitest";
import type { Block, Document, Node, NodeType, Port } from "../../types/generated";
import { Graph } from "../graph/graph";
import { DEFAULT_TRAINING } from "../graph/projection";
import { factsIn } from "../reading/facts";
import { inlineBlock, refuseInline } from "./inlineBlock";
import { cutBlock } from "./makeBlock";
import { refuseCut } from "./refuseCut";

/** Drawings with blocks that tests start from. */

export const node = (
  type: string,
  params: Node["params"] = {},
  position: Node["position"] = [0, 0],
): Node => ({
  type,
  params,
  position,
  note: "",
});

const port = (name: string): Port => ({ name, kind: "tensor", accepts: [], optional: false, help: "" });
export const type = (
  name: string,
  role: NodeType["role"],
  inputs: string[],
  outputs: string[],
): NodeType => ({
  type: name,
  role,
  category: "",
  summary: "",
  in_torchs_words: false,
  params: [],
  inputs: inputs.map(port),
  outputs: outputs.map(port),
});
export const catalog = new Map(
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
export function drawing(main: Partial<Block> = {}, blocks: Record<string, Block> = {}): Document {
  return {
    version: 1,
    main: "main",
    training: DEFAULT_TRAINING,
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
export const DOUBLE: Block = {
  params: { width: 8 },
  nodes: {
    input: node("Input", {}, [0, 0]),
    conv1: node("Conv2d", { out_channels: "=2 * width" }, [250, 0]),
    relu1: node("ReLU", {}, [500, 0]),
    output: node("Output", {}, [750, 0]),
  },
  edges: { "conv1.input": "input.output", "relu1.input": "conv1.output", "output.input": "relu1.output" },
};

export const USING = drawing(
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

export function opened(document: Document = USING): Graph {
  const graph = new Graph();
  graph.load(structuredClone(document));
  return graph;
}

export function cutInto(graph: Graph, ids: string[], name: string): void {
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

export function inline(graph: Graph, id: string): void {
  expect(refuseInline(graph.document, graph.open, id)).toBeNull();
  const { nodes, edges, moved } = inlineBlock(graph.document, graph.open, id);
  graph.change(() => {
    graph.removeNodes([id]);
    graph.move(moved);
    for (const [name, inner] of Object.entries(nodes)) graph.addNode(name, inner);
    for (const [target, source] of Object.entries(edges)) graph.connect(target, source);
  });
}
