import { expect, test } from "vitest";
import { DEFAULT_TRAINING } from "../document/graph/projection";
import type { Document, NodeType, Port, Report } from "../types/generated";
import { inputKindOf } from "./inputKind";

const port = (name: string, kind: Port["kind"]): Port => ({
  name,
  kind,
  accepts: [],
  optional: false,
  help: "",
});
const type = (name: string, role: NodeType["role"], ...outputs: Port[]): NodeType => ({
  type: name,
  role,
  outputs,
  category: "",
  summary: "",
  in_torchs_words: false,
  inputs: [],
  params: [],
});
const types = [
  type("Linear", "layer", port("output", "tensor")),
  type("Digits", "data", port("image", "image"), port("label", "label")),
  type("TwoMoons", "data", port("point", "tensor"), port("label", "label")),
];

function drawingOf(...names: string[]): Document {
  const node = (name: string) => ({ type: name, params: {}, position: [0, 0] as [number, number], note: "" });
  return {
    version: 1,
    main: "main",
    blocks: {
      main: { params: {}, nodes: Object.fromEntries(names.map((name) => [name, node(name)])), edges: {} },
    },
    training: DEFAULT_TRAINING,
  };
}

function reportOf(node: string, name: string, ...dims: (number | string)[]): Report {
  const outputs = { [name]: { dims, dtype: "float32", label: "", length: null } };
  return {
    problems: [],
    parameters: 0,
    flops: 0,
    activation_bytes: 0,
    is_trainable: true,
    nodes: {
      [node]: {
        inputs: {},
        outputs,
        parameters: 0,
        flops: 0,
        activation_bytes: 0,
        inferred: {},
        is_needed: true,
        spec: null,
      },
    },
    blocks: {},
  };
}

test("a picture is drawn", () => {
  const report = reportOf("Digits", "image", "N", 1, 8, 8);
  expect(inputKindOf(drawingOf("Linear", "Digits"), types, report)).toEqual({ kind: "drawing" });
});

test("a short vector is set value by value", () => {
  const report = reportOf("TwoMoons", "point", "N", 2);
  expect(inputKindOf(drawingOf("TwoMoons"), types, report)).toEqual({ kind: "values", count: 2 });
});

test("a long vector, or no data at all, can't be tried by hand", () => {
  const report = reportOf("TwoMoons", "point", "N", 500);
  expect(inputKindOf(drawingOf("TwoMoons"), types, report)).toEqual({ kind: "none" });
  expect(inputKindOf(drawingOf("Linear"), types, report)).toEqual({ kind: "none" });
});
