import type { Data } from "plotly.js";
import { type Extent, fullExtent, logHelps, onScale, padded, robustExtent, type Scale } from "./extent";
import { excursions, type Outside, outside, type Side } from "./outside";

/** A line of a chart, as far as its axis is concerned. */
export interface Drawn {
  colour: string;
  /** What can be seen of it, in the order of its steps: each step's lowest and highest. */
  steps: readonly number[];
  low: readonly number[];
  high: readonly number[];
  /** Every value that it has, for counting. */
  values: ArrayLike<number>;
  /** The axis need not fit it: there are better ones. */
  isAside?: boolean;
}

/** What a chart has to say of its axis. */
export interface Told extends Outside {
  /** Some points would flatten the others: they can be left out, or all be shown. */
  isSpiked: boolean;
  isLogHelpful: boolean;
  /** Some values are above zero, so that a logarithmic axis has something to show. */
  canBeLog: boolean;
}

/** From where to where the values of some lines are shown, unless other runs have a say in it; null without points. */
export function neededExtent(lines: readonly Drawn[], scale: Scale, isWhole: boolean): Extent | null {
  const extent = isWhole ? wholeOf(lines, scale) : robustOf(lines, scale);
  return extent && padded(extent, scale);
}

/** What there is to say of lines on an axis. */
export function toldOf(lines: readonly Drawn[], extent: Extent, scale: Scale): Told {
  const whole = wholeOf(lines, scale);
  const robust = robustOf(lines, scale);
  const points = lines.map((line) => pointsOf(line, false));
  const linear = scale.isLog ? null : extent;
  const values = lines.map((line) => line.values);
  return {
    ...outside(values, extent, scale.isLog),
    isSpiked: whole !== null && (whole.low !== robust?.low || whole.high !== robust.high),
    isLogHelpful: !scale.isShare && linear !== null && logHelps(points, linear),
    canBeLog: !scale.isShare && points.some((all) => all.some((value) => value > 0)),
  };
}

function wholeOf(lines: readonly Drawn[], { isLog }: Scale): Extent | null {
  return fullExtent(lines.map((line) => pointsOf(line, isLog)));
}

function robustOf(lines: readonly Drawn[], scale: Scale): Extent | null {
  const points = (isAside: boolean) =>
    lines.filter((line) => (line.isAside ?? false) === isAside).map((line) => pointsOf(line, scale.isLog));
  return robustExtent(points(false), scale, points(true));
}

function pointsOf({ low, high }: Drawn, isLog: boolean): number[] {
  return onScale(
    low.flatMap((value, i) => [value, high[i] as number]),
    isLog,
  );
}

/** Marks at the edges of the axis for what lies beyond them: nothing is left out unseen. */
export function edgeMarks(
  lines: readonly Drawn[],
  { low, high }: Extent,
  { isLog, isShare }: Scale,
  apart: number,
  unit = "step",
): Data[] {
  const [from, to] = isLog ? [10 ** low, 10 ** high] : [low, high];
  const marksOf = ({ steps, low, high, colour }: Drawn, side: Side): Data[] => {
    const edge = side === "above" ? to : from;
    const found = excursions(steps, side === "above" ? high : low, edge, side, apart);
    if (found.length === 0) return [];
    return [
      {
        x: found.map(({ step }) => step),
        y: found.map(() => edge),
        customdata: found.map(({ value }) => value),
        name: side,
        mode: "markers",
        marker: { symbol: side === "above" ? "triangle-up" : "triangle-down", color: colour, size: 9 },
        hovertemplate: `%{customdata:${isShare ? ".1%" : ",.4~g"}} · ${unit} %{x:,}<extra>${side} this axis</extra>`,
        cliponaxis: false,
      },
    ];
  };
  return lines.flatMap((line) => [...marksOf(line, "above"), ...marksOf(line, "below")]);
}
