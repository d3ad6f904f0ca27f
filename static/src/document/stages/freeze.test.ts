import { expect, test } from "vitest";
import type { Document, Node, NodeReport, Report, Stage } from "../../types/generated";
import { Graph } from "../graph/graph";
import { DEFAULT_TRAINING } from "../graph/projection";
import { createView } from "../view/view";
import { refuseFreeze, toggleFrozen } from "./freeze";

const node = (type: string): Node => ({ type, params: {}, position: [0, 0], note: "" });
const layer = { category: "", summary: "", in_torchs_words: false, params: [], inputs: [], outputs: [] };
const catalog = new Map(
  ["Linear", "ReLU", "Block"].map((type) => [type, { ...layer, type, role: "layer" as const }]),
);
const stage = (name: string): Stage => ({
  name,
  epochs: 1,
  objectives: [],
  frozen: [],
  batch_size: null,
  monitor: null,
  patience: null,
  min_delta: null,
  goals: {},
  times: {},
});

const told = (parameters: number): NodeReport => ({
  inputs: {},
  outputs: {},
  parameters,
  flops: 0,
  activation_bytes: 0,
  inferred: {},
  is_needed: true,
  spec: null,
});

function opened(stages: Stage[] = []) {
  const nodes = { fc1: node("Linear"), fc2: node("Linear"), relu: node("ReLU"), use: node("Block") };
  const training = { ...DEFAULT_TRAINING, ...(stages.length > 0 && { stages }) };
  const part = { params: {}, nodes: { inner: node("Linear") }, edges: {} };
  const document: Document = {
    version: 1,
    main: "main",
    training,
    blocks: { main: { params: {}, nodes, edges: {} }, part },
  };
  const graph = new Graph();
  graph.load(document);
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  const report = { nodes: { fc1: told(6), fc2: told(6), relu: told(0), use: told(9) }, blocks: {} };
  view.setState({ catalog, report: report as unknown as Report });
  const press = (...ids: string[]) => toggleFrozen(graph, view.getState(), ids);
  const frozen = () => Object.entries(graph.block.nodes).flatMap(([id, each]) => (each.frozen ? [id] : []));
  return { graph, view, press, frozen };
}

test("what is chosen is frozen whole, what has no weights is left out, and undo is one step", () => {
  const { graph, press, frozen } = opened();
  press("fc1", "relu", "use");
  expect(frozen()).toEqual(["fc1", "use"]);
  expect(graph.block.nodes.fc1?.frozen).toBe("whole");
  graph.undo();
  expect(frozen()).toEqual([]);
});

test("where some are frozen the others are too, and then all of them learn again", () => {
  const { graph, press, frozen } = opened();
  graph.tell("fc1", "frozen", "weights");
  press("fc1", "fc2");
  expect(frozen()).toEqual(["fc1", "fc2"]);
  expect(graph.block.nodes.fc1?.frozen).toBe("weights");
  press("fc1", "fc2");
  expect(frozen()).toEqual([]);
  expect(graph.block.nodes.fc1).toEqual(node("Linear"));
});

test("in the stage that is looked at, only that freezes it", () => {
  const { graph, view, press, frozen } = opened([stage("Train"), stage("Fine-tune")]);
  view.setState({ stage: 1 });
  press("fc1", "use");
  expect(frozen()).toEqual([]);
  expect(graph.document.training.stages?.map((each) => each.frozen)).toEqual([[], ["fc1", "use"]]);
  press("fc1");
  expect(graph.document.training.stages?.[1]?.frozen).toEqual(["use"]);
});

test("what can't be frozen says why", () => {
  const { graph, view } = opened([stage("Train"), stage("Fine-tune")]);
  const why = (...ids: string[]) => refuseFreeze(view.getState(), ids);
  expect(why("fc1")).toBeNull();
  expect(why("relu")).toContain("relu has no weights");
  graph.tell("fc1", "frozen", "whole");
  view.setState({ stage: 1 });
  expect(why("fc1")).toContain("frozen in the whole training");
  expect(why("fc1", "fc2")).toBeNull();
  graph.enter("part");
  expect(why("inner")).toContain("The stage Fine-tune freezes nodes of the main block");
});
