import { expect, test } from "vitest";
import { opened } from "../document/blocks/blocks.fixture";
import { param } from "../document/params/param.fixture";
import { createView } from "../document/view/view";
import { placesIn, writeValues } from "./places";

test("the values of a trial are written into nodes, blocks and the training as one step of undo", () => {
  const graph = opened();
  const before = graph.document;
  writeValues(graph, {
    "training.batch_size": 16,
    "double/conv1.kernel_size": 5,
    "double/width": 12,
    "first.width": 6,
    "nobody.p": 1,
    "nowhere/conv1.p": 1,
  });
  const { training, blocks } = graph.document;
  expect(training.batch_size).toBe(16);
  expect(blocks.double?.nodes.conv1?.params.kernel_size).toBe(5);
  expect(blocks.double?.params.width).toBe(12);
  expect(blocks.main?.nodes.first?.params.width).toBe(6);
  graph.undo();
  expect(graph.document).toEqual(before);
  expect(graph.canUndo).toBe(false);
});

test("parameters of blocks are offered, and those of the nodes inside that are no expressions", () => {
  const view = createView(opened(), { name: "", isReadOnly: false, theme: "dark" });
  expect(placesIn(view.getState()).get("block double")).toMatchObject([{ path: "double/width", value: 8 }]);
});

test("a parameter of the network is offered, and a node that follows it is not", () => {
  const graph = opened();
  graph.setDefault("size", 4);
  graph.setParam("first", "width", "=2 * size");
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  const places = placesIn(view.getState());
  expect(places.get("network")).toMatchObject([{ path: "main/size", value: 4 }]);
  expect(places.get("first")?.map(({ path }) => path) ?? []).not.toContain("first.width");
  writeValues(graph, { "main/size": 8 });
  expect(graph.document.blocks.main?.params.size).toBe(8);
});

test("training settings are offered whatever is drawn, those of early stopping where something is monitored", () => {
  const graph = opened();
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  const offered = () =>
    placesIn(view.getState())
      .get("training")
      ?.map(({ path }) => path);
  expect(offered()).toEqual(["training.epochs", "training.batch_size", "training.seed"]);
  graph.setTraining("monitor", "loss");
  expect(offered()).toContain("training.patience");
});

test("what matters only beside another choice is offered where that is made, or varied", () => {
  const graph = opened();
  const params = [
    param({ name: "optimizer", kind: "choice", default: "Adam", choices: ["Adam", "SGD"] }),
    param({ name: "momentum", only_if: [{ field: "optimizer", among: ["SGD"], unless: [] }] }),
  ];
  graph.addNode("goal", { type: "Objective", params: {}, position: [0, 0], note: "" });
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  const type = {
    type: "Objective",
    category: "",
    role: "objective" as const,
    summary: "",
    in_torchs_words: false,
    inputs: [],
    outputs: [],
    params,
  };
  const known = { ...view.getState(), catalog: new Map([["Objective", type]]) };
  const offered = (varied: string[]) =>
    placesIn(known, varied)
      .get("goal")
      ?.map(({ path }) => path);
  expect(offered([])).toEqual(["goal.optimizer"]);
  expect(offered(["goal.optimizer"])).toEqual(["goal.optimizer", "goal.momentum"]);
});
