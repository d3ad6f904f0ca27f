import { expect, test } from "vitest";
import type { Block, ByHand } from "../../../types/generated";
import { onWires, several, sumsOf, told } from "./byHand";

const STEP: ByHand = {
  step: 4,
  rows: 1,
  loss_node: "loss",
  loss: 0.5,
  signals: [
    { source: "data.x", values: [1, -2], slopes: null },
    { source: "sum.output", values: [-1.4], slopes: [0.25] },
    { source: "tanh.output", values: [-0.885], slopes: [1.2] },
  ],
  weights: [
    {
      node: "sum",
      name: "weight",
      shape: [1, 2],
      values: [0.5, 1],
      slopes: [0.25, -0.5],
      updates: [-0.025, 0.05],
    },
    { node: "sum", name: "bias", shape: [1], values: [0.1], slopes: [0.25], updates: [-0.025] },
  ],
};

const node = (type: string) => ({ type, params: {}, position: [0, 0] as [number, number], note: "" });
const BLOCK: Block = {
  params: {},
  nodes: { data: node("Xor"), sum: node("Linear"), tanh: node("Tanh"), loss: node("MSELoss") },
  edges: { "sum.input": "data.x", "tanh.input": "sum.output", "loss.input": "tanh.output" },
};

test("a weighted sum is written out, with brackets around what is below zero", () => {
  expect(sumsOf(STEP, "forward", BLOCK)).toEqual([
    { node: "data", lines: ["x = 1.00  −2.00"] },
    { node: "sum", lines: ["sum = 0.500 · 1.00 + 1.00 · (−2.00) + 0.100 = −1.40"] },
    { node: "tanh", lines: ["tanh = Tanh(−1.40) = −0.885"] },
  ]);
});

test("the slope of a weight is the slope of its sum times what came in, from the last node to the first", () => {
  expect(sumsOf(STEP, "backward", BLOCK)).toEqual([
    { node: "tanh", lines: ["∂L/∂tanh = 1.20"] },
    {
      node: "sum",
      lines: [
        "∂L/∂sum = 0.250",
        "∂L/∂weight[1, 1] = 0.250 · 1.00 = 0.250",
        "∂L/∂weight[1, 2] = 0.250 · (−2.00) = −0.500",
        "∂L/∂bias[1] = 0.250",
      ],
    },
  ]);
});

test("an update is what the step adds to each weight", () => {
  expect(sumsOf(STEP, "update", BLOCK)).toEqual([
    {
      node: "sum",
      lines: [
        "weight[1, 1]: 0.500 − 0.0250 = 0.475",
        "weight[1, 2]: 1.00 + 0.0500 = 1.05",
        "bias[1]: 0.100 − 0.0250 = 0.0750",
      ],
    },
  ]);
});

test("values stand on the wires on the way forward, slopes on the way back", () => {
  expect(onWires(STEP, "forward")).toEqual(
    new Map([
      ["data.x", "1.00\n−2.00"],
      ["sum.output", "−1.40"],
      ["tanh.output", "−0.885"],
    ]),
  );
  expect(onWires(STEP, "loss").get("loss.loss")).toBe("0.500");
  expect(onWires(STEP, "backward").get("sum.output")).toBe("0.250");
  expect(onWires(STEP, "backward").has("data.x")).toBe(false);
});

test("numbers have three figures, whatever their size", () => {
  expect([0, -0.5, 12345, 0.00001234].map(told)).toEqual(["0", "−0.500", "1.2e+4", "1.2e−5"]);
  expect(several([1, 2, 3, 4, 5])).toBe("1.00  2.00  3.00  4.00 …");
});
