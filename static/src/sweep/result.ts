import type { Data, Layout, LayoutAxis } from "plotly.js";
import type { Value } from "../document/params/value";
import { axisOn, layoutOn, type Paper, withAlpha } from "../run/charts/layout";
import { armsOf, colourOn, lookOf } from "./arms";
import type { ResultLine, SweepDetail } from "./sweeps";
import { isShareOf, lastName, valueText } from "./words";

/** An axis whose values are so many times apart can be read in powers alone. */
const FAR = { x: 8, y: 20 };

const TICK_WIDTH = 24;

/** What an experiment came to: the measure against one axis, each arm with its trials and the line through its medians. */
export function resultOf(sweep: SweepDetail, paper: Paper): { data: Data[]; layout: Partial<Layout> } {
  const lines = sweep.result?.lines ?? [];
  const arms = armsOf(sweep);
  const isShare = isShareOf(sweep);
  const isLaw = sweep.plan.shown?.is_power_law ?? false;
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const isNumber = xs.every((x) => typeof x === "number");
  const told = lines.every(({ label }) => arms.includes(label)) ? arms : lines.map(({ label }) => label);
  return {
    data: lines.flatMap((line) => {
      const look = lookOf(line.label, told);
      return drawn(line, { colour: colourOn(look, paper.colours), dash: look.dash, isShare, isNumber });
    }),
    layout: {
      ...layoutOn(paper),
      margin: { l: 44, r: 10, t: 8, b: 34 },
      xaxis: {
        ...axisOn(paper),
        title: {
          text: againstWords(sweep),
          font: { size: 11, color: paper.colours.faint },
          standoff: 2,
        },
        ...(isNumber ? scaleOf(isLaw || isFar(xs as number[], FAR.x)) : { type: "category" }),
        ...(isNumber && isFar(xs as number[], FAR.x) ? ticksAt(xs as number[], paper.width) : {}),
      },
      yaxis: {
        ...axisOn(paper),
        nticks: 6,
        ...(isShare ? { tickformat: ".0%" } : { ...scaleOf(isLaw || isFar(ys, FAR.y)), tickformat: ".3~g" }),
      },
    },
  };
}

/** "width": what the result is shown against, as the axis says it. */
export function againstWords({ result }: Pick<SweepDetail, "result">): string {
  return result ? lastName(result.against) : "";
}

const isFar = (values: readonly number[], times: number) =>
  values.length > 1 && Math.min(...values) > 0 && Math.max(...values) >= times * Math.min(...values);

const scaleOf = (isLog: boolean): Partial<LayoutAxis> => ({ type: isLog ? "log" : "linear" });

/** The values that were tried, as many of them as can be read beside each other. */
function ticksAt(xs: readonly number[], width: number): Partial<LayoutAxis> {
  const values = [...new Set(xs)].sort((one, other) => other - one);
  const apart = Math.log10((values[0] ?? 1) / (values.at(-1) ?? 1)) * (TICK_WIDTH / Math.max(1, width - 60));
  const shown: number[] = [];
  for (const x of values) {
    const last = shown.at(-1);
    if (last === undefined || Math.log10(last / x) >= apart) shown.push(x);
  }
  return { tickvals: shown, ticktext: shown.map(shortNumber), tickangle: 0 };
}

/** 12,000 as "12k". */
function shortNumber(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  return value >= 1e4 ? `${Number((value / 1e3).toPrecision(3))}k` : String(Number(value.toPrecision(3)));
}

interface Way {
  colour: string;
  dash: "solid" | "dash" | "dot";
  isShare: boolean;
  isNumber: boolean;
}

function drawn(
  { label, points, medians, fit }: ResultLine,
  { colour, dash, isShare, isNumber }: Way,
): Data[] {
  const place = (x: Value) => (typeof x === "number" ? x : valueText(x));
  const format = isShare ? ".1%" : ".4~g";
  const isRepeated = points.length > medians.length;
  const trials: Data = {
    x: points.map(([x]) => place(x)),
    y: points.map(([, y]) => y),
    name: label,
    mode: "markers",
    marker: { color: isRepeated ? withAlpha(colour, 0.5) : colour, size: isRepeated ? 5 : 7 },
    hovertemplate: `%{y:${format}} · %{x}<extra>${label}</extra>`,
  };
  if (medians.length < 2) return [trials];
  const middle: Data = {
    x: medians.map(([x]) => place(x)),
    y: medians.map(([, y]) => y),
    name: label,
    mode: isNumber && !fit ? "lines" : "markers",
    line: { color: colour, width: 2, dash },
    marker: { color: colour, size: 8 },
    hoverinfo: "skip",
  };
  return [...(isNumber || isRepeated ? [middle] : []), trials, ...(fit ? [lawOf(fit, label, colour)] : [])];
}

/** The law as far as it was measured, from its first point to its last. */
function lawOf(
  { factor, exponent, low, high }: NonNullable<ResultLine["fit"]>,
  label: string,
  colour: string,
): Data {
  return {
    x: [low, high],
    y: [low, high].map((x) => factor * x ** exponent),
    name: `${label} fit`,
    mode: "lines",
    line: { color: colour, width: 1.5, dash: "dash" },
    hoverinfo: "skip",
  };
}
