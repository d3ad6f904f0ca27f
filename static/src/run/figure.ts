import type { Data, Layout, Shape } from "plotly.js";
import type { ChartPlan } from "./charts";
import type { Curve } from "./curve";
import { thin } from "./decimate";
import type { Best, MadeChange } from "./frames";

/** More than these would hide the line that they stand on. */
const MOST_MARKERS = 30;

/** Colours of a chart, as the page's theme has them. */
export interface ChartColours {
  text: string;
  faint: string;
  grid: string;
  panel: string;
  /** Pairs for the losses or metrics of one chart: what training saw, and what is held out. */
  lines: { train: string; test: string }[];
}

export interface FigureOptions {
  plan: ChartPlan;
  stepsPerEpoch: number;
  changes: readonly MadeChange[];
  best: Best | null;
  isLog: boolean;
  colours: ChartColours;
  width: number;
  height: number;
  revision: number;
}

/** The traces and layout of a chart: every step's loss as a light band, its course as a line. */
export function figure(
  curves: ReadonlyMap<string, Curve>,
  options: FigureOptions,
): { data: Data[]; layout: Partial<Layout> } {
  return {
    data: [
      ...options.plan.nodes.flatMap((node, i) => tracesOf(node, i, curves, options)),
      ...bestTrace(options),
      ...changeTrace(options),
    ],
    layout: layoutOf(options),
  };
}

function tracesOf(
  node: string,
  index: number,
  curves: ReadonlyMap<string, Curve>,
  options: FigureOptions,
): Data[] {
  const colours = options.colours.lines[index % options.colours.lines.length] as {
    train: string;
    test: string;
  };
  const suffix = options.plan.nodes.length > 1 ? ` ${node}` : "";
  const train = curves.get(`train/${node}`);
  const test = curves.get(`test/${node}`);
  const traces: Data[] = [];
  if (train && train.length > 0)
    traces.push(...trainTraces(train, `training${suffix}`, colours.train, options));
  if (test && test.length > 0) traces.push(testTrace(test, `test${suffix}`, colours.test, options));
  return traces;
}

function trainTraces(curve: Curve, name: string, colour: string, options: FigureOptions): Data[] {
  const { steps, low, high, smooth } = thin(curve.steps, curve.values);
  const edge = { x: steps, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false } as const;
  return [
    { ...edge, y: low },
    { ...edge, y: high, fill: "tonexty", fillcolor: withAlpha(colour, 0.22) },
    lineOf(steps, smooth, name, colour, "lines", options),
  ];
}

function testTrace(curve: Curve, name: string, colour: string, options: FigureOptions): Data {
  const { steps, smooth, high } = thin(curve.steps, curve.values);
  const values = curve.length > steps.length ? smooth : high;
  return lineOf(
    steps,
    values,
    name,
    colour,
    curve.length <= MOST_MARKERS ? "lines+markers" : "lines",
    options,
  );
}

function lineOf(
  x: number[],
  y: number[],
  name: string,
  colour: string,
  mode: "lines" | "lines+markers",
  { stepsPerEpoch, plan }: FigureOptions,
): Data {
  const value = plan.isShare ? "%{y:.1%}" : "%{y:.4g}";
  return {
    x,
    y,
    name,
    mode,
    line: { color: colour, width: 2 },
    marker: { color: colour, size: 5 },
    customdata: x.map((step) => (stepsPerEpoch > 0 ? step / stepsPerEpoch : 0)),
    hovertemplate: `${value} · step %{x:,} · epoch %{customdata:.1f}<extra>${name}</extra>`,
  };
}

/** A ring around the point whose weights are kept. */
function bestTrace({ plan, best, colours }: FigureOptions): Data[] {
  if (!best || !plan.nodes.includes(best.monitor)) return [];
  return [
    {
      x: [best.step],
      y: [best.value],
      name: "best",
      mode: "markers",
      marker: { symbol: "circle-open", color: colours.text, size: 12, line: { width: 2 } },
      hovertemplate: `best · step %{x:,} · epoch ${best.epoch}<extra>its weights are kept</extra>`,
    },
  ];
}

/** At the foot of the lines that mark changes, what was changed. */
function changeTrace({ changes, colours }: FigureOptions): Data[] {
  if (changes.length === 0) return [];
  return [
    {
      x: changes.map(({ step }) => step),
      y: changes.map(() => 0),
      yaxis: "y2",
      name: "change",
      mode: "markers",
      marker: { symbol: "triangle-up", color: colours.text, size: 9 },
      text: changes.map(({ words }) => words),
      hovertemplate: "after step %{x:,}<extra>%{text}</extra>",
      cliponaxis: false,
    },
  ];
}

function lineAt({ step }: MadeChange, { colours }: FigureOptions): Partial<Shape> {
  const line = { color: colours.faint, width: 1, dash: "dot" as const };
  return { type: "line", xref: "x", yref: "paper", x0: step, x1: step, y0: 0, y1: 1, line };
}

function layoutOf(options: FigureOptions): Partial<Layout> {
  const { plan, isLog, colours, width, height, revision, changes } = options;
  const axis = {
    gridcolor: colours.grid,
    linecolor: colours.grid,
    zeroline: false,
    tickfont: { color: colours.faint, size: 10 },
    automargin: true,
  };
  return {
    width,
    height,
    datarevision: revision,
    uirevision: "kept",
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    margin: { l: 44, r: 8, t: 6, b: 26 },
    font: { family: "var(--font-mono)", color: colours.text, size: 11 },
    showlegend: false,
    hovermode: "closest",
    hoverlabel: { bgcolor: colours.panel, bordercolor: colours.grid, font: { color: colours.text } },
    shapes: changes.map((change) => lineAt(change, options)),
    yaxis2: { overlaying: "y", range: [0, 1], visible: false, fixedrange: true },
    xaxis: { ...axis, rangemode: "tozero", tickformat: "~s" },
    yaxis: {
      ...axis,
      ...(plan.isShare
        ? { tickformat: ".0%", range: [0, 1.02], autorange: false as const }
        : { type: isLog ? ("log" as const) : ("linear" as const), tickformat: ".3~g", nticks: 6 }),
    },
  };
}

/** A colour of the theme (`#rrggbb` or `#rgb`), see-through. */
export function withAlpha(colour: string, alpha: number): string {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!digits) return colour;
  const size = digits.length / 3;
  const channels = [0, 1, 2].map((at) =>
    digits.slice(at * size, (at + 1) * size).padEnd(2, digits[at * size]),
  );
  return `rgba(${channels.map((channel) => Number.parseInt(channel, 16)).join(", ")}, ${alpha})`;
}
