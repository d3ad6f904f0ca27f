import { expect, test } from "vitest";
import { Curve } from "../live/curve";
import { isShareNode, planCharts } from "./charts";

function curves(values: Record<string, number[]>): Map<string, Curve> {
  return new Map(
    Object.entries(values).map(([name, points]) => {
      const curve = new Curve();
      points.forEach((value, i) => {
        curve.append(i + 1, value);
      });
      return [name, curve];
    }),
  );
}

test("a classifier gets a loss chart and an accuracy chart in percent", () => {
  const plans = planCharts(
    curves({ "train/loss": [2, 1], "validation/loss": [1.5], "validation/accuracy": [0.5] }),
  );
  expect(plans).toEqual([
    { key: "loss", title: "Loss", isShare: false, nodes: ["loss"] },
    { key: "share", title: "Accuracy", isShare: true, nodes: ["accuracy"] },
  ]);
});

test("two losses share a chart, a metric beyond one gets its own", () => {
  const plans = planCharts(curves({ "train/a": [1], "train/b": [1], "validation/mean_error": [3, 2] }));
  expect(plans.map(({ title, nodes, isShare }) => ({ title, nodes, isShare }))).toEqual([
    { title: "Loss", nodes: ["a", "b"], isShare: false },
    { title: "Mean error", nodes: ["mean_error"], isShare: false },
  ]);
});

test("no curves, no charts", () => {
  expect(planCharts(new Map())).toEqual([]);
});

test("only a metric within 0 and 1 is shown as percent, a loss never", () => {
  const drawn = curves({
    "train/judge": [0.2],
    "validation/judge": [0.3],
    "validation/accuracy": [0.4],
    "validation/error": [1.4],
  });
  expect(["judge", "accuracy", "error", "unknown"].filter((node) => isShareNode(drawn, node))).toEqual([
    "accuracy",
  ]);
});

test("figures of averaged weights stand in the chart of the weights, and those of the training in small ones", () => {
  const plans = planCharts(
    curves({
      "train/loss": [2, 1],
      "validation/loss": [0.5],
      "validation/loss (EMA)": [0.4],
      "validation/accuracy": [0.5],
      "validation/accuracy (EMA)": [0.6],
      "rate/loss": [0.01, 0.02],
      "gradient/loss": [3, 2],
    }),
  );
  expect(plans.map(({ title, nodes, of }) => ({ title, nodes, of }))).toEqual([
    { title: "Loss", nodes: ["loss", "loss (EMA)"], of: undefined },
    { title: "Metrics", nodes: ["accuracy", "accuracy (EMA)"], of: undefined },
    { title: "Learning rate", nodes: ["loss"], of: "rate" },
    { title: "Gradient length", nodes: ["loss"], of: "gradient" },
  ]);
});

test("a metric of another unit is never shown as percent, and its chart says the unit", () => {
  const drawn = curves({
    "train/loss": [1],
    "validation/error": [0.4],
    "validation/found": [0.5],
    "validation/rate": [1.2],
    "validation/likeness": [0.9],
    "validation/likeness (EMA)": [0.95],
  });
  const units: Record<string, string> = { error: "nats", found: "share", rate: "share", likeness: "number" };
  const plans = planCharts(drawn, (node) => units[node.replace(" (EMA)", "")] ?? "");
  expect(plans.map(({ title, isShare, behind }) => ({ title, isShare, behind }))).toEqual([
    { title: "Loss", isShare: false, behind: undefined },
    { title: "Found", isShare: true, behind: undefined },
    { title: "Error in nats", isShare: false, behind: "nats" },
    { title: "Rate", isShare: false, behind: undefined },
    { title: "Likeness", isShare: false, behind: undefined },
    { title: "Likeness (EMA)", isShare: false, behind: undefined },
  ]);
});
