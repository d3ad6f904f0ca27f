import { expect, test } from "vitest";
import type { Block, Node, NodeType } from "../../types/generated";
import { asleepIn, dataOf, runningIn } from "./awake";

const ROLES: Record<string, NodeType["role"]> = {
  Digits: "data",
  Noise: "source",
  Linear: "layer",
  Share: "layer",
  Loss: "loss",
  Accuracy: "metric",
  Objective: "objective",
  Output: "output",
};
const layer = { category: "", summary: "", in_torchs_words: false, params: [], inputs: [], outputs: [] };
const catalog = new Map(Object.entries(ROLES).map(([type, role]) => [type, { ...layer, type, role }]));
const node = (type: string, params: Node["params"] = {}): Node => ({
  type,
  params,
  position: [0, 0],
  note: "",
});

/** An autoencoder whose codes a classifier learns from, and a generator that shares the decoder's weights. */
const block: Block = {
  params: {},
  nodes: {
    digits: node("Digits"),
    noise: node("Noise"),
    encoder: node("Linear"),
    decoder: node("Linear"),
    head: node("Linear"),
    drawn: node("Share", { of: "decoder" }),
    rebuilt: node("Loss"),
    named: node("Loss"),
    real: node("Loss"),
    rebuild: node("Objective"),
    classify: node("Objective"),
    dream: node("Objective"),
    accuracy: node("Accuracy"),
    answer: node("Output"),
  },
  edges: {
    "encoder.input": "digits.image",
    "decoder.input": "encoder.output",
    "rebuilt.input": "decoder.output",
    "rebuilt.target": "digits.image",
    "rebuild.loss": "rebuilt.loss",
    "head.input": "encoder.output",
    "named.input": "head.output",
    "named.target": "digits.label",
    "classify.loss": "named.loss",
    "accuracy.input": "head.output",
    "accuracy.target": "digits.label",
    "answer.input": "head.output",
    "drawn.input": "noise.output",
    "real.input": "drawn.output",
    "dream.loss": "real.loss",
  },
};
const asleep = (...objectives: string[]) => [...asleepIn(block, catalog, { objectives })].sort();

test("a stage that names no Objective runs all, and nothing sleeps", () => {
  expect(runningIn(block, catalog, { objectives: [] })).toEqual(["rebuild", "classify", "dream"]);
  expect(asleep()).toEqual([]);
});

test("what no running Objective needs sleeps; metrics whose data are there stay awake", () => {
  expect(asleep("rebuild")).toEqual(
    ["answer", "classify", "dream", "drawn", "head", "named", "noise", "real"].sort(),
  );
});

test("what the network answers is awake where all of it is computed", () => {
  expect(asleep("classify")).toEqual(
    ["decoder", "dream", "drawn", "noise", "real", "rebuild", "rebuilt"].sort(),
  );
});

test("a node whose weights are shared stays awake, and what flows into it does not", () => {
  expect(asleep("dream")).not.toContain("decoder");
  expect(asleep("dream")).toContain("encoder");
});

test("a metric sleeps with its data, where a drawing has several", () => {
  const nodes = { ...block.nodes, other: node("Digits"), far: node("Loss"), away: node("Objective") };
  const two: Block = {
    ...block,
    nodes,
    edges: { ...block.edges, "far.input": "other.image", "away.loss": "far.loss" },
  };
  expect([...asleepIn(two, catalog, { objectives: ["away"] })]).toContain("accuracy");
  expect([...asleepIn(two, catalog, { objectives: ["classify"] })]).not.toContain("accuracy");
});

test("the data are those before what runs", () => {
  expect(dataOf(block, catalog, { objectives: ["classify"] })).toEqual(["digits"]);
  expect(dataOf(block, catalog, { objectives: ["dream"] })).toEqual(["noise"]);
  expect(dataOf(block, catalog, { objectives: [] })).toEqual(["digits", "noise"]);
});

test("a stage whose Objectives are all gone runs none, and everything but the data's metrics sleeps", () => {
  expect(runningIn(block, catalog, { objectives: ["gone"] })).toEqual([]);
  expect(asleep("gone")).toContain("encoder");
});
