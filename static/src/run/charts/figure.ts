import type { Data, Layout, Shape } from "plotly.js";
import type { Best, MadeChange } from "../live/frames";
import { edgeMarks } from "./axis";
import type { FlatBaseline } from "./baselines/baselines";
import { flatLabels, flatLines } from "./baselines/flats";
import type { ChartPlan } from "./charts";
import type { Axes } from "./compare";
import { type GoingBack, goingBackWords } from "./goingBack";
import { axisOn, layoutOn, type Paper, valueAxis, withAlpha } from "./layout";
import type { Line } from "./lines";
import { type BegunStage, stageLabels, stageLines } from "./stages";

export interface FigureOptions extends Paper {
  plan: ChartPlan;
  axes: Axes;
  stepsPerEpoch: number;
  changes: readonly MadeChange[];
  goneBack: readonly GoingBack[];
  stages: readonly BegunStage[];
  best: Best | null;
  flats?: readonly FlatBaseline[];
  isLog: boolean;
  revision: number;
}

/** Marks at an edge stand at least this part of its length apart. */
const APART = 1 / 60;
/** How much of its colour a line keeps that was taken back. */
const FAINT = 0.55;

/** The traces and layout of a chart: every step's loss as a light band, its course as a line. */
export function figure(
  lines: readonly Line[],
  options: FigureOptions,
): { data: Data[]; layout: Partial<Layout> } {
  const { axes, isLog, plan, flats = [] } = options;
  return {
    data: [
      ...flatLines({ ...options, flats }),
      ...lines.flatMap((line) => [...bandOf(line), lineOf(line, options)]),
      ...bestTrace(options),
      ...changeTrace(options),
      ...goneBackTrace(options),
      ...edgeMarks(lines, axes.values, { isLog, isShare: plan.isShare }, axes.steps * APART),
    ],
    layout: layoutOf(options),
  };
}

function bandOf({ steps, low, high, colour, hasBand }: Line): Data[] {
  if (!hasBand) return [];
  const edge = { x: [...steps], mode: "lines", line: { width: 0 }, hoverinfo: "skip" } as const;
  return [
    { ...edge, y: [...low] },
    { ...edge, y: [...high], fill: "tonexty", fillcolor: withAlpha(colour, 0.22) },
  ];
}

function lineOf(line: Line, options: FigureOptions): Data {
  const { x, y, name, colour, window, hasMarkers, isPast, isBaseline } = line;
  const { stepsPerEpoch, plan } = options;
  const value = `${window > 1 ? `${window}-step mean ` : ""}%{y:${plan.isShare ? ".1%" : ".4g"}}${plan.behind ? ` ${plan.behind}` : ""}`;
  return {
    x,
    y,
    name,
    mode: hasMarkers ? "lines+markers" : "lines",
    line:
      isPast || isBaseline
        ? { color: withAlpha(colour, isPast ? FAINT : 0.8), width: 1.5, dash: "dash" }
        : { color: colour, width: 2 },
    marker: { color: isPast ? withAlpha(colour, FAINT) : colour, size: 5 },
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

/** At the head of the lines that mark where a run went back to, why it did. */
function goneBackTrace({ goneBack, colours }: FigureOptions): Data[] {
  if (goneBack.length === 0) return [];
  return [
    {
      x: goneBack.map(({ to }) => to),
      y: goneBack.map(() => 1),
      yaxis: "y2",
      name: "went back",
      mode: "markers",
      marker: { symbol: "triangle-left", color: colours.text, size: 9 },
      text: goneBack.map(goingBackWords),
      hovertemplate: "%{text}<extra></extra>",
      cliponaxis: false,
    },
  ];
}

function lineAt(step: number, dash: "dot" | "dash", { colours }: FigureOptions): Partial<Shape> {
  const line = { color: colours.faint, width: 1, dash };
  return { type: "line", xref: "x", yref: "paper", x0: step, x1: step, y0: 0, y1: 1, line };
}

function layoutOf(options: FigureOptions): Partial<Layout> {
  const { plan, axes, isLog, revision, changes, goneBack } = options;
  const few = plan.of ? { nticks: 3 } : {};
  return {
    ...layoutOn(options),
    datarevision: revision,
    uirevision: isLog ? "log" : "linear", // how far somebody looks in is kept, on the same axes
    shapes: [
      ...stageLines(options),
      ...changes.map(({ step }) => lineAt(step, "dot", options)),
      ...goneBack.map(({ to }) => lineAt(to, "dash", options)),
    ],
    annotations: [...stageLabels(options), ...flatLabels({ ...options, flats: options.flats ?? [] })],
    yaxis2: { overlaying: "y", range: [0, 1], visible: false, fixedrange: true },
    xaxis: { ...axisOn(options), ...few, range: [0, axes.steps], autorange: false, tickformat: "~s" },
    yaxis: { ...valueAxis(options, axes.values, { isLog, isShare: plan.isShare }), ...few },
  };
}
