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

test("a square picture is drawn, or seen by a camera; any other is only drawn", () => {
  const kindOf = (...dims: (number | string)[]) =>
    inputKindOf(drawingOf("Linear", "Digits"), types, reportOf("Digits", "image", ...dims));
  expect(kindOf("N", 1, 8, 8)).toEqual({ kind: "picture", colours: 1, side: 8 });
  expect(kindOf("N", 3, 32, 32)).toEqual({ kind: "picture", colours: 3, side: 32 });
  expect(kindOf("N", 1, 8, 12)).toEqual({ kind: "drawing" });
  expect(kindOf("N", 2, 8, 8)).toEqual({ kind: "drawing" });
});

test("of own data the first field is asked for: a picture, a sound, a few numbers, or nothing by hand", () => {
  const kindOf = (field: object, kind: Port["kind"], ...dims: (number | string)[]) => {
    const report = reportOf("OwnData", "first", ...dims);
    const spec = type("OwnData", "data", port("first", kind), port("second", "label"));
    const node = report.nodes.OwnData;
    if (node) node.spec = spec;
    const drawing = drawingOf("OwnData");
    const own = drawing.blocks.main?.nodes.OwnData;
    if (own) own.params = { data: "", schema: JSON.stringify({ fields: [field] }) };
    return inputKindOf(drawing, types, report);
  };
  expect(kindOf({ kind: "image" }, "image", "N", 3, 28, 28)).toEqual({
    kind: "picture",
    colours: 3,
    side: 28,
  });
  expect(kindOf({ kind: "audio", rate: 4000 }, "tensor", "N", 1, 4000)).toEqual({
    kind: "sound",
    many: 4000,
    rate: 4000,
  });
  expect(kindOf({ kind: "number" }, "tensor", "N", 3)).toEqual({ kind: "values", count: 3 });
  expect(kindOf({ kind: "text" }, "label", "N", 64)).toEqual({ kind: "none" });
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
