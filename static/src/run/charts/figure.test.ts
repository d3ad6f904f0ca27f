import type { PlotData } from "plotly.js";
import { expect, test } from "vitest";
import { Curve } from "../live/curve";
import { neededExtent } from "./axis";
import type { Smoothing } from "./decimate";
import { figure as drawn, type FigureOptions } from "./figure";
import { goingsBack } from "./goingBack";
import { withAlpha } from "./layout";
import { linesOf } from "./lines";

const options: FigureOptions = {
  plan: { key: "loss", title: "Loss", isShare: false, nodes: ["loss"] },
  axes: { steps: 300, values: { low: 0, high: 1 } },
  stepsPerEpoch: 100,
  changes: [],
  goneBack: [],
  stages: [],
  best: null,
  isLog: false,
  colours: {
    text: "#fff",
    faint: "#aaa",
    grid: "#333",
    panel: "#111",
    lines: [{ train: "#6aa6ff", measured: "#f2c14e" }],
  },
  width: 400,
  height: 200,
  revision: 7,
};

function figure(curves: ReadonlyMap<string, Curve>, asked: FigureOptions, smoothing: Smoothing = "usual") {
  return drawn(linesOf(curves, asked.plan, asked.colours, smoothing), asked);
}

function curveOf(length: number): Curve {
  const curve = new Curve();
  for (let step = 1; step <= length; step++) curve.append(step, 1 / step);
  return curve;
}

test("however long the run, no line has more than a thousand points", () => {
  const curves = new Map([
    ["train/loss", curveOf(100_000)],
    ["validation/loss", curveOf(3_000)],
  ]);
  const data = figure(curves, options).data as PlotData[];
  expect(data).toHaveLength(4);
  for (const trace of data) expect(trace.x.length).toBeLessThanOrEqual(1_000);
});

test("training is a see-through band and a named line, what is measured a line with its epoch", () => {
  const curves = new Map([
    ["train/loss", curveOf(300)],
    ["validation/loss", curveOf(3)],
  ]);
  const data = figure(curves, options).data as PlotData[];
  expect(data.map((trace) => trace.name)).toEqual([undefined, undefined, "training", "validation"]);
  expect(data[1]?.fillcolor).toBe("rgba(106, 166, 255, 0.22)");
  expect(data[3]?.customdata).toEqual([0.01, 0.02, 0.03]);
});

test("shares have an axis in percent, losses may be shown in powers of ten", () => {
  const curves = new Map([["train/loss", curveOf(3)]]);
  const share = { ...options, plan: { ...options.plan, isShare: true } };
  expect(figure(curves, share).layout.yaxis?.tickformat).toBe(".0%");
  expect(figure(curves, { ...options, isLog: true }).layout.yaxis?.type).toBe("log");
  expect(figure(curves, options).layout).toMatchObject({ datarevision: 7, uirevision: "linear" });
});

test("colours of the theme become see-through, whichever way they are written", () => {
  expect(withAlpha(" #fff", 0.5)).toBe("rgba(255, 255, 255, 0.5)");
  expect(withAlpha("#f2c14e", 1)).toBe("rgba(242, 193, 78, 1)");
  expect(withAlpha("red", 0.5)).toBe("red");
});

function stretch(from: number, values: number[]): Curve {
  const curve = new Curve();
  values.forEach((value, i) => {
    curve.append(from + i, value);
  });
  return curve;
}

test("what was taken back is a faint dashed line in the colour it had, marked where the run went back to", () => {
  const curves = new Map([
    ["train/loss", curveOf(300)],
    ["validation/loss", curveOf(3)],
    ["failed1/train/loss", stretch(21, [0.4, 9, 1e30])],
    ["failed1/validation/loss", stretch(22, [5])],
  ]);
  const goneBack = goingsBack(curves, [23]);
  expect(goneBack).toEqual([{ from: 23, to: 20 }]);
  const { data, layout } = figure(curves, { ...options, goneBack });
  const traces = data as PlotData[];
  const named = (name: string) => traces.find((trace) => trace.name === name);
  expect(named("training, before going back")).toMatchObject({
    x: [21, 22, 23],
    mode: "lines",
    line: { color: "rgba(106, 166, 255, 0.55)", dash: "dash" },
  });
  expect(named("validation, before going back")).toMatchObject({
    x: [22],
    mode: "lines+markers",
    marker: { color: "rgba(242, 193, 78, 0.55)" },
  });
  expect(named("training")?.line).toEqual({ color: "#6aa6ff", width: 2 });
  expect(layout.shapes).toMatchObject([{ x0: 20, x1: 20, yref: "paper" }]);
  expect(named("went back")).toMatchObject({
    x: [20],
    text: ["Failed after step 23 and went back to step 20."],
  });
});

test("a metric that was taken back goes by its own name, and each failure by its number", () => {
  const plan = { key: "share", title: "Accuracy", isShare: true, nodes: ["accuracy"] };
  const curves = new Map([
    ["validation/accuracy", stretch(10, [0.5])],
    ["failed1/train/loss", stretch(8, [9, 9])],
    ["failed1/validation/accuracy", stretch(9, [0.1])],
    ["failed2/validation/accuracy", stretch(15, [0.2])],
  ]);
  const names = linesOf(curves, plan, options.colours, "usual").map(({ name }) => name);
  expect(names).toEqual([
    "accuracy, before going back (1 of 2)",
    "accuracy, before going back (2 of 2)",
    "validation",
  ]);
  expect(goingsBack(curves, [9, 15])).toEqual([
    { from: 9, to: 7 },
    { from: 15, to: 15 },
  ]);
});

test("an axis need not fit what blew up and was taken back", () => {
  const curves = new Map([
    ["train/loss", curveOf(300)],
    ["failed1/train/loss", stretch(21, [1e3, 1e9, 1e30])],
  ]);
  const lines = linesOf(curves, options.plan, options.colours, "usual");
  const extent = neededExtent(lines, { isLog: false, isShare: false }, false);
  expect(extent?.high).toBeLessThan(2);
});

test("a change is a dotted line through the chart that says what was changed", () => {
  const changes = [{ number: 1, step: 120, words: "lr 0.1 → 0.01" }];
  const { data, layout } = figure(new Map([["train/loss", curveOf(300)]]), { ...options, changes });
  expect(layout.shapes).toMatchObject([{ x0: 120, x1: 120, yref: "paper" }]);
  expect((data as PlotData[]).at(-1)).toMatchObject({ x: [120], text: ["lr 0.1 → 0.01"] });
});

test("the best point is ringed in the chart of what is monitored, and in no other", () => {
  const best = { step: 200, epoch: 2, monitor: "accuracy", value: 0.9 };
  const curves = new Map([["validation/accuracy", curveOf(3)]]);
  const accuracy = { ...options, best, plan: { ...options.plan, nodes: ["accuracy"] } };
  expect((figure(curves, accuracy).data as PlotData[]).at(-1)).toMatchObject({ x: [200], y: [0.9] });
  expect((figure(curves, { ...options, best }).data as PlotData[]).every(({ name }) => name !== "best")).toBe(
    true,
  );
});

test("what is said of a point is what it is: a mean of so many steps, or the step itself", () => {
  const curves = new Map([["train/loss", curveOf(330)]]);
  const smoothed = figure(curves, options).data as PlotData[];
  expect(smoothed.at(-1)?.hovertemplate).toMatch(/^11-step mean %{y/);
  const exact = figure(curves, options, "none").data as PlotData[];
  expect(exact).toHaveLength(1);
  expect(exact[0]?.hovertemplate).toMatch(/^%{y/);
  expect(exact[0]?.y).toEqual([...(curves.get("train/loss")?.values ?? [])]);
});

test("a point beyond the axis is a mark at its edge that says how far it goes", () => {
  const curve = curveOf(300);
  curve.append(301, 64_216.5);
  const { data, layout } = figure(new Map([["validation/loss", curve]]), options);
  expect(layout.yaxis).toMatchObject({ range: [0, 1], autorange: false });
  expect((data as PlotData[]).at(-1)).toMatchObject({
    x: [301],
    y: [1],
    customdata: [64_216.5],
    marker: { symbol: "triangle-up", color: "#f2c14e" },
    cliponaxis: false,
  });
});

test("a test curve of thousands of epochs is drawn from what was measured, not from means", () => {
  const curve = new Curve();
  for (let step = 1; step <= 5_000; step++) curve.append(step, step % 2);
  const [line] = figure(new Map([["validation/loss", curve]]), options).data as PlotData[];
  expect(new Set(line?.y as number[])).toEqual(new Set([0, 1]));
});
