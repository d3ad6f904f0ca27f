import { expect, test } from "vitest";
import type { NodeType } from "../../types/generated";
import { measuredIn } from "./measured";

const role = (role: NodeType["role"]) => ({ role }) as NodeType;
const catalog = new Map([
  ["Objective", role("objective")],
  ["CrossEntropyLoss", role("loss")],
  ["Accuracy", role("metric")],
]);
const node = (type: string) => ({ type, params: {}, position: [0, 0] as [number, number], note: "" });

test("losses that are minimised and metrics are measured, other losses are not", () => {
  const nodes = {
    accuracy: node("Accuracy"),
    loss: node("CrossEntropyLoss"),
    idle: node("CrossEntropyLoss"),
    goal: node("Objective"),
    open: node("Objective"),
  };
  const edges = { "goal.loss": "loss.loss" };
  expect(measuredIn({ params: {}, nodes, edges }, catalog)).toEqual(["loss", "accuracy"]);
});
