import { describe, expect, test } from "vitest";
import type { Document, Training } from "../../types/generated";
import { drawing, node } from "../blocks/blocks.fixture";
import { Graph } from "../graph/graph";
import { DEFAULT_TRAINING } from "../graph/projection";
import { withChange, withStage } from "../stages/edits";
import { changesBetween } from "./changes";
import { changeWords } from "./words";

/** What is said of these edits of the drawing. */
function changesOf(edit: (graph: Graph) => void, was: Document = drawing()): string[] {
  const graph = new Graph();
  graph.load(was);
  edit(graph);
  return changesBetween(was, graph.document);
}

const training = (change: Partial<Training>): Document => ({
  ...drawing(),
  training: { ...DEFAULT_TRAINING, ...change },
});

describe("what differs between two drawings", () => {
  test("is nothing where only places and notes do", () => {
    expect(
      changesOf((graph) => {
        graph.move(new Map([["conv1", [500, 40]]]));
        graph.tell("conv1", "note", "the first one");
      }),
    ).toEqual([]);
  });

  test("names the node and the parameter with both values", () => {
    const was = drawing();
    expect(changesOf((graph) => graph.setParam("conv1", "out_channels", 32), was)).toEqual([
      "conv1: out_channels 8 → 32",
    ]);
    expect(changesOf((graph) => graph.unsetParam("conv1", "out_channels"), was)).toEqual([
      "conv1: out_channels 8 → default",
    ]);
  });

  test("says what was frozen, what learns slower, and what became of the stages", () => {
    expect(
      changesOf((graph) => {
        graph.tell("conv1", "frozen", "whole");
        graph.tell("relu1", "rate", 0.1);
      }),
    ).toEqual(["conv1: frozen no → whole", "relu1: rate 1 → 0.1"]);
    const [two] = withStage({ ...DEFAULT_TRAINING, epochs: 5 });
    const staged = training({ epochs: 10, stages: two });
    expect(changesOf((graph) => graph.setStages(two))).toContain("stages none → Train, Fine-tune");
    const change = { epochs: 7, frozen: ["conv1"], goals: { goal: { lr: 0.1 } } };
    expect(changesOf((graph) => graph.setStages(withChange(two, 1, change)), staged)).toEqual([
      "epochs 10 → 12",
      "Fine-tune: frozen none → conv1",
      'Fine-tune: goals {} → {"goal":{"lr":0.1}}',
      "Fine-tune: epochs 5 → 7",
    ]);
  });

  test("does not mind in which order parameters were set", () => {
    const one = drawing({ nodes: { a: node("Conv2d", { kernel_size: [3, 3], padding: 1 }) } });
    const other = drawing({ nodes: { a: node("Conv2d", { padding: 1, kernel_size: [3, 3] }) } });
    expect(changesBetween(one, other)).toEqual([]);
  });

  test("is one change where a layer is put into a wire, and one where it is taken out", () => {
    const put = (graph: Graph) =>
      graph.change(() => {
        graph.addNode("dropout1", node("Dropout"));
        graph.connect("dropout1.input", "relu1.output");
        graph.connect("add1.input", "dropout1.output");
      });
    expect(changesOf(put)).toEqual(["+ Dropout"]);
    const graph = new Graph();
    graph.load(drawing());
    put(graph);
    expect(changesBetween(graph.document, drawing())).toEqual(["− Dropout"]);
  });

  test("names a layer whose name says more than its type, or that is not the only one", () => {
    expect(changesOf((graph) => graph.addNode("noise", node("Dropout")))).toEqual(["+ Dropout noise"]);
    expect(changesOf((graph) => graph.addNode("batch_norm1", node("BatchNorm2d")))).toEqual([
      "+ BatchNorm2d",
    ]);
    expect(changesOf((graph) => graph.addNode("relu2", node("ReLU")))).toEqual(["+ ReLU relu2"]);
  });

  test("tells another wire between known nodes, and one that was cut", () => {
    expect(changesOf((graph) => graph.connect("loss.input", "relu1.output"))).toEqual([
      "loss.input: add1.output → relu1.output",
    ]);
    expect(changesOf((graph) => graph.disconnect(["loss.input"]))).toEqual([
      "loss.input: add1.output → nothing",
    ]);
  });

  test("knows a node again that has another name", () => {
    expect(changesOf((graph) => graph.rename("conv1", "stem"))).toEqual(["conv1 is called stem"]);
  });

  test("tells another type of the same node", () => {
    expect(changesOf((graph) => graph.setType("relu1", "GELU", {}))).toEqual(["relu1: ReLU → GELU"]);
  });

  test("says in which block", () => {
    const block = {
      params: { channels: 8 },
      nodes: { x: node("Input"), act: node("ReLU"), y: node("Output") },
      edges: { "act.input": "x.output", "y.input": "act.output" },
    };
    const was = drawing({}, { residual: block });
    expect(
      changesOf((graph) => graph.changeIn("residual", () => graph.setDefault("channels", 16)), was),
    ).toEqual(["residual: channels 8 → 16"]);
    expect(changesOf((graph) => graph.changeIn("residual", () => graph.removeNodes(["act"])), was)).toEqual([
      "− residual/ReLU act",
    ]);
    expect(changesOf((graph) => graph.removeBlock("residual"), was)).toEqual(["− block residual"]);
    expect(changesBetween(drawing(), was)).toEqual(["+ block residual"]);
  });

  test("minds the order of a block's ports, which is that of their heights", () => {
    const inputs = (a: number, b: number) =>
      drawing(
        {},
        {
          sum: {
            params: {},
            nodes: { a: node("Input", {}, [0, a]), b: node("Input", {}, [0, b]) },
            edges: {},
          },
        },
      );
    expect(changesBetween(inputs(0, 50), inputs(10, 90))).toEqual([]);
    expect(changesBetween(inputs(0, 50), inputs(60, 50))).toEqual(["sum: ports in another order"]);
  });

  test("tells the settings of the training, but not how it was computed or steered on its way", () => {
    expect(changesBetween(training({ epochs: 5 }), training({ epochs: 10, batch_size: 32 }))).toEqual([
      "epochs 5 → 10",
      "batch_size 64 → 32",
    ]);
    const steered = training({
      threads: 1,
      kernels: "plain" as never,
      changes: [{ step: 5, epochs: 9 } as never],
    });
    expect(changesBetween(training({}), steered)).toEqual([]);
  });

  test("fits a line", () => {
    expect(changeWords(["a", "b"])).toBe("a, b");
    expect(changeWords(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
  });
});

test("other weights are told by what they are called, and where that is the same by their file and by who takes them", () => {
  const from = (weights: string, title: string, nodes: Record<string, string> = {}) =>
    training({ begins_from: [{ weights: weights.repeat(32), title, nodes }] });
  expect(changesBetween(training({}), from("ab", "Run 1"))).toEqual(["begins from fresh weights → Run 1"]);
  expect(changesBetween(training({ begins_from: [] }), training({}))).toEqual([]);
  expect(changesBetween(from("ab", "Run 1"), from("cd", "Run 1"))).toEqual([
    "begins from abababab → cdcdcdcd",
  ]);
  expect(changesBetween(from("ab", "Run 1"), from("ab", "Run 1", { fc1: "fc1", fc2: "old" }))).toEqual([
    "begins from abababab → abababab fc1, fc2 from old",
  ]);
});
