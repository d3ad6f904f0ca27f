import type { PlotData } from "plotly.js";
import { expect, test } from "vitest";
import { Curve } from "./curve";
import { type FigureOptions, figure, withAlpha } from "./figure";

const options: FigureOptions = {
  plan: { key: "loss", title: "Loss", isShare: false, nodes: ["loss"] },
  stepsPerEpoch: 100,
  changes: [],
  best: null,
  isLog: false,
  colours: {
    text: "#fff",
    faint: "#aaa",
    grid: "#333",
    panel: "#111",
    lines: [{ train: "#6aa6ff", test: "#f2c14e" }],
  },
  width: 400,
  height: 200,
  revision: 7,
};

function curveOf(length: number): Curve {
  const curve = new Curve();
  for (let step = 1; step <= length; step++) curve.append(step, 1 / step);
  return curve;
}

test("however long the run, no line has more than a thousand points", () => {
  const curves = new Map([
    ["train/loss", curveOf(100_000)],
    ["test/loss", curveOf(3_000)],
  ]);
  const data = figure(curves, options).data as PlotData[];
  expect(data).toHaveLength(4);
  for (const trace of data) expect(trace.x.length).toBeLessThanOrEqual(1_000);
});

test("training is a see-through band and a named line, test data a line with its epoch", () => {
  const curves = new Map([
    ["train/loss", curveOf(300)],
    ["test/loss", curveOf(3)],
  ]);
  const data = figure(curves, options).data as PlotData[];
  expect(data.map((trace) => trace.name)).toEqual([undefined, undefined, "training", "test"]);
  expect(data[1]?.fillcolor).toBe("rgba(106, 166, 255, 0.22)");
  expect(data[3]?.customdata).toEqual([0.01, 0.02, 0.03]);
});

test("shares have an axis in percent, losses may be shown in powers of ten", () => {
  const curves = new Map([["train/loss", curveOf(3)]]);
  const share = { ...options, plan: { ...options.plan, isShare: true } };
  expect(figure(curves, share).layout.yaxis?.tickformat).toBe(".0%");
  expect(figure(curves, { ...options, isLog: true }).layout.yaxis?.type).toBe("log");
  expect(figure(curves, options).layout).toMatchObject({ datarevision: 7, uirevision: "kept" });
});

test("colours of the theme become see-through, whichever way they are written", () => {
  expect(withAlpha(" #fff", 0.5)).toBe("rgba(255, 255, 255, 0.5)");
  expect(withAlpha("#f2c14e", 1)).toBe("rgba(242, 193, 78, 1)");
  expect(withAlpha("red", 0.5)).toBe("red");
});

test("a change is a dotted line through the chart that says what was changed", () => {
  const changes = [{ number: 1, step: 120, words: "lr 0.1 → 0.01" }];
  const { data, layout } = figure(new Map([["train/loss", curveOf(300)]]), { ...options, changes });
  expect(layout.shapes).toMatchObject([{ x0: 120, x1: 120, yref: "paper" }]);
  expect((data as PlotData[]).at(-1)).toMatchObject({ x: [120], text: ["lr 0.1 → 0.01"] });
});

test("the best point is ringed in the chart of what is monitored, and in no other", () => {
  const best = { step: 200, epoch: 2, monitor: "accuracy", value: 0.9 };
  const curves = new Map([["test/accuracy", curveOf(3)]]);
  const accuracy = { ...options, best, plan: { ...options.plan, nodes: ["accuracy"] } };
  expect((figure(curves, accuracy).data as PlotData[]).at(-1)).toMatchObject({ x: [200], y: [0.9] });
  expect((figure(curves, { ...options, best }).data as PlotData[]).every(({ name }) => name !== "best")).toBe(
    true,
  );
});
