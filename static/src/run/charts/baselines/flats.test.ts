import type { PlotData } from "plotly.js";
import { expect, test } from "vitest";
import { Curve } from "../../live/curve";
import { type ChartPlan, planCharts } from "../charts";
import { linesOf } from "../lines";
import { looked } from "../looked";
import type { FlatBaseline } from "./baselines";
import { drawnIn, flatsOf, toggleBaseline, useBaselines } from "./baselines";
import { flatLabels, flatLines } from "./flats";

const COLOURS = {
  text: "#ccc",
  faint: "#aaa",
  grid: "#333",
  panel: "#111",
  lines: [{ train: "#6aa6ff", measured: "#f2c14e" }],
};
const PLAN: ChartPlan = { key: "share", title: "accuracy", isShare: true, nodes: ["accuracy"] };

function flat(name: string, value: number, measure = "accuracy"): FlatBaseline {
  return { name, value, measure, method: name, drawn: "", test: null, rows: 10, of: 20, how: "<b> & so on" };
}

const shown = (flats: FlatBaseline[], width = 500) => ({
  plan: PLAN,
  axes: { steps: 300, values: { low: 0, high: 1 } },
  isLog: false,
  flats,
  colours: COLOURS,
  width,
  height: 234,
});

function curve(...values: number[]): Curve {
  const made = new Curve();
  for (const [i, value] of values.entries()) made.append(i + 1, value);
  return made;
}

test("a baseline is a dashed line from edge to edge that tells what it is, and no two look alike", () => {
  const lines = flatLines(shown([flat("chance", 0.5), flat("decision tree", 1)])) as PlotData[];
  expect(lines.map(({ x, y }) => [x[0], x.at(-1), y[0], y.at(-1)])).toEqual([
    [0, 300, 0.5, 0.5],
    [0, 300, 1, 1],
  ]);
  expect(new Set(lines.map(({ line }) => line.dash)).size).toBe(2);
  expect(lines[0]?.hovertemplate).toContain("chance 50.0 %");
  expect(lines[0]?.hovertemplate).toContain("&lt;b> &amp; so on");
});

test("each line is labelled, those that lie together share one label, and what is beyond the axis has none", () => {
  const texts = (flats: FlatBaseline[], width?: number) =>
    flatLabels(shown(flats, width)).map(({ text }) => text);
  const near = [flat("nearest neighbours", 0.99), flat("forest", 1), flat("chance", 0.5), flat("odd", 1.4)];
  expect(texts(near)).toEqual(["forest 100.0 %, nearest neighbours 99.0 %", "chance 50.0 %"]);
  expect(texts(near, 260)).toEqual(["2 baselines 99.0 % to 100.0 %", "chance 50.0 %"]);
  expect(texts(near, 130)).toEqual(["2 baselines", "chan… 50.0 %"]);
});

test("a label stands below its line, and never below the plot", () => {
  const [high, low] = flatLabels(shown([flat("tree", 0.9), flat("chance", 0.02)]));
  expect(high?.y).toBeCloseTo(0.9 - 7 / 200);
  expect(low?.y).toBeCloseTo(7 / 200);
});

test("no label covers another one, however the lines lie", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const values = Array.from({ length: 8 }, (_, i) => ((seed * (i + 3) * 7919) % 1009) / 1009);
    const places = flatLabels(shown(values.map((value, i) => flat(`method ${i}`, value)))).map(
      ({ y }) => y as number,
    );
    const gaps = places.slice(1).map((y, i) => (places[i] as number) - y);
    expect(Math.min(1, ...gaps)).toBeGreaterThan(13.9 / 200);
  }
  const spread = [0.9, 0.68, 0.59, 0.58, 0.02].map((value) => flat(`${value}`, value));
  expect(flatLabels(shown(spread))).toHaveLength(4);
});

test("the axis of shares reaches to every baseline, and counts none of them as a point", () => {
  const curves = new Map([["validation/accuracy", curve(0.9, 0.95, 0.97)]]);
  const lines = linesOf(curves, PLAN, COLOURS, "usual");
  const way = { isLog: false, isWhole: false, isAlone: true };
  const facts = { status: "finished", total_steps: 3 } as never;
  const { axes, told } = looked(lines, { plan: PLAN, run: "a", way, facts, flats: [flat("chance", 0.1)] });
  expect(axes.values.low).toBeLessThan(0.1);
  expect(told.below).toBe(0);
});

test("a curve that is a baseline is dashed in the chart of what it is measured against, and has none of its own", () => {
  const curves = new Map([
    ["validation/accuracy", curve(0.5, 0.9)],
    ["validation/linear_accuracy", curve(0.6, 0.7)],
  ]);
  const line = { ...flat("linear reading", 0), value: null, drawn: "linear_accuracy" };
  const drawn = drawnIn({ lines: [line], pending: [], missing: [], offered: [] });
  const [plan, ...others] = planCharts(curves, () => "share", drawn);
  expect(others).toEqual([]);
  expect(plan?.title).toBe("Accuracy");
  const lines = linesOf(curves, plan as ChartPlan, COLOURS, "usual");
  expect(lines.map(({ name, isBaseline }) => [name, isBaseline ?? false])).toEqual([
    ["linear reading", true],
    ["validation", false],
  ]);
  expect(
    planCharts(new Map([["validation/linear_accuracy", curve(0.6)]]), () => "share", drawn),
  ).toHaveLength(1);
});

test("a line that is switched off comes back when it is switched again", () => {
  const told = { lines: [flat("tree", 1), flat("tree", 0.1, "loss")], pending: [], missing: [], offered: [] };
  expect(flatsOf(told, ["accuracy"]).map(({ value }) => value)).toEqual([1]);
  toggleBaseline("tree");
  expect([...useBaselines.getState().hidden]).toEqual(["tree"]);
  toggleBaseline("tree");
  expect([...useBaselines.getState().hidden]).toEqual([]);
});
