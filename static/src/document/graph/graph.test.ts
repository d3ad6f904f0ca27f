import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Document, Node } from "../../types/generated";
import { cutOut, insert, readFragment } from "./fragment";
import { Graph } from "./graph";
import { DEFAULT_TRAINING } from "./projection";

const node = (type: string, params: Node["params"] = {}): Node => ({
  type,
  params,
  position: [0, 0],
  note: "",
});

function drawing(): Document {
  return {
    version: 1,
    main: "main",
    training: DEFAULT_TRAINING,
    blocks: {
      main: {
        params: {},
        nodes: { data: node("Digits"), conv1: node("Conv2d", { out_channels: 8 }), relu1: node("ReLU") },
        edges: { "conv1.input": "data.image", "relu1.input": "conv1.output" },
      },
    },
  };
}

function drawn(): Graph {
  const graph = new Graph();
  graph.load(drawing());
  return graph;
}

/** A second person on the same drawing, who hears of edits only when told to. */
function peerOf(graph: Graph) {
  const peer = new Graph();
  const meet = () => {
    Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(graph.doc));
    Y.applyUpdate(graph.doc, Y.encodeStateAsUpdate(peer.doc));
  };
  meet();
  return { peer, meet };
}

describe("the drawing", () => {
  test("reads back as it was loaded", () => {
    expect(drawn().document).toEqual(drawing());
  });

  test("keeps the identity of nodes that did not change", () => {
    const graph = drawn();
    const before = graph.block.nodes;
    graph.setParam("conv1", "kernel_size", [3, 5]);
    expect(graph.block.nodes.relu1).toBe(before.relu1);
    expect(graph.block.nodes.conv1?.params).toEqual({ out_channels: 8, kernel_size: [3, 5] });
  });

  test("holds one wire per input, and undo brings the replaced wire back", () => {
    const graph = drawn();
    graph.connect("relu1.input", "data.image");
    expect(graph.block.edges["relu1.input"]).toBe("data.image");
    graph.undo();
    expect(graph.block.edges["relu1.input"]).toBe("conv1.output");
  });

  test("loses the wires of a removed node, and undo brings both back", () => {
    const graph = drawn();
    graph.removeNodes(["conv1"]);
    expect(graph.block.edges).toEqual({});
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("moves many nodes in one step of undo", () => {
    const graph = drawn();
    graph.move(
      new Map([
        ["conv1", [10.4, 20]],
        ["relu1", [30, 40]],
      ]),
    );
    expect(graph.block.nodes.conv1?.position).toEqual([10, 20]);
    graph.undo();
    expect(graph.document).toEqual(drawing());
    expect(graph.canUndo).toBe(false);
  });

  test("makes two quick edits two steps of undo", () => {
    const graph = drawn();
    graph.setParam("conv1", "out_channels", 16);
    graph.setParam("conv1", "out_channels", 32);
    graph.undo();
    expect(graph.block.nodes.conv1?.params.out_channels).toBe(16);
    graph.redo();
    expect(graph.block.nodes.conv1?.params.out_channels).toBe(32);
  });

  test("renames a node and both ends of its wires in one step of undo", () => {
    const graph = drawn();
    graph.rename("conv1", "features");
    expect(graph.block.edges).toEqual({ "features.input": "data.image", "relu1.input": "features.output" });
    expect(graph.block.nodes.conv1).toBeUndefined();
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("applies every kind of edit of a fix as one step of undo", () => {
    const graph = drawn();
    graph.apply([
      { op: "add_node", id: "flatten1", type: "Flatten", params: { start_dim: 1 }, position: [5, 6] },
      { op: "disconnect", target: "relu1.input" },
      { op: "connect", target: "flatten1.input", source: "conv1.output" },
      { op: "set_param", id: "conv1", name: "padding", value: "same" },
      { op: "unset_param", id: "conv1", name: "out_channels" },
      { op: "remove_node", id: "relu1" },
      { op: "set_training", name: "batch_size", value: 33 },
    ]);
    expect(graph.document.training.batch_size).toBe(33);
    expect(graph.block.nodes).toEqual({
      data: node("Digits"),
      conv1: node("Conv2d", { padding: "same" }),
      flatten1: { ...node("Flatten", { start_dim: 1 }), position: [5, 6] },
    });
    expect(graph.block.edges).toEqual({ "conv1.input": "data.image", "flatten1.input": "conv1.output" });
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("keeps training settings with the drawing", () => {
    const graph = drawn();
    graph.setTraining("epochs", 5);
    expect(graph.document.training.epochs).toBe(5);
  });
});

describe("two people on one drawing", () => {
  test("converge on one wire when both fill the same input", () => {
    const graph = drawn();
    const { peer, meet } = peerOf(graph);
    graph.connect("relu1.input", "data.image");
    peer.connect("relu1.input", "conv1.output");
    meet();
    expect(peer.document).toEqual(graph.document);
    expect(Object.keys(graph.block.edges)).toEqual(["conv1.input", "relu1.input"]);
  });

  test("undo skips what the other did", () => {
    const graph = drawn();
    const { peer, meet } = peerOf(graph);
    graph.setParam("conv1", "out_channels", 32);
    peer.addNode("tanh1", node("Tanh"));
    meet();
    graph.undo();
    meet();
    expect(peer.block.nodes.conv1?.params.out_channels).toBe(8);
    expect(graph.block.nodes.tanh1).toEqual(node("Tanh"));
  });

  test("a wire to a node that the other removed is dropped", () => {
    const graph = drawn();
    const { peer, meet } = peerOf(graph);
    graph.removeNodes(["relu1"]);
    peer.connect("relu1.input", "data.image");
    meet();
    expect(graph.block.edges).toEqual({ "conv1.input": "data.image" });
    expect(peer.document).toEqual(graph.document);
  });
});

describe("copy and paste", () => {
  test("pastes nodes under free ids, with the wires among them", () => {
    const graph = drawn();
    const copied = readFragment(JSON.stringify(cutOut(graph.document, "main", ["conv1", "relu1"])));
    expect(copied && insert(graph, copied, [40, 40])).toEqual(["conv2", "relu2"]);
    expect(graph.block.edges["relu2.input"]).toBe("conv2.output");
    expect(graph.block.edges["conv2.input"]).toBeUndefined();
    expect(graph.block.nodes.conv2?.position).toEqual([40, 40]);
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test.each([
    "",
    "hello",
    "null",
    '{"nodes": {}}',
    '{"layerloom": "fragment", "nodes": {"a": {}}, "edges": {}}',
  ])("clipboard text that is no fragment is left alone: %s", (text) => expect(readFragment(text)).toBeNull());
});
