import type { Data, Layout } from "plotly.js";
import { type Drawn, edgeMarks, neededExtent, type Told, toldOf } from "../run/charts/axis";
import { axisOn, layoutOn, type Paper, valueAxis, withAlpha } from "../run/charts/layout";
import { armOf, armsOf, colourOn, isExperiment, lookOf } from "./arms";
import type { SweepDetail, Trial } from "./sweeps";
import { isShareOf, valueText } from "./words";

export interface CoursesOptions extends Paper {
  /** The trial that the pointer or the keyboard is on. */
  marked: number | null;
  isLog: boolean;
  /** Every point is shown, also of trials that went far astray. */
  isWhole?: boolean;
}

/** Marks at an edge stand at least this part of its length apart. */
const APART = 1 / 60;

/** The courses of all trials over their epochs: the best one marked, the others faint behind it. */
export function courses(
  sweep: SweepDetail,
  options: CoursesOptions,
): { data: Data[]; layout: Partial<Layout>; told: Told } {
  const scale = { isLog: options.isLog, isShare: isShareOf(sweep) };
  const weight = ({ number }: Trial) => +(number === sweep.best) + 2 * +(number === options.marked);
  const backToFront = [...sweep.trials].sort((one, other) => weight(one) - weight(other));
  const astray = worseHalf(sweep);
  const drawn = backToFront.map((trial) =>
    drawnOf(trial, colourOf(trial, sweep, options), astray.has(trial)),
  );
  const extent = neededExtent(drawn, scale, options.isWhole ?? false) ?? { low: 0, high: 1 };
  const epochs = Math.max(1, ...drawn.flatMap(({ steps }) => steps));
  return {
    data: [
      ...backToFront.map((trial) => lineOf(trial, sweep, scale.isShare, options)),
      ...edgeMarks(drawn, extent, scale, epochs * APART, "epoch"),
    ],
    layout: {
      ...layoutOn(options),
      margin: { l: 44, r: 8, t: 8, b: 34 },
      uirevision: "kept",
      xaxis: {
        ...axisOn(options),
        title: { text: "epoch", font: { size: 11, color: options.colours.faint }, standoff: 2 },
      },
      yaxis: valueAxis(options, extent, scale),
    },
    told: toldOf(drawn, extent, scale),
  };
}

/** The trials that do worse than half of them: one that went astray must not flatten those that are looked for. */
function worseHalf({ trials, plan }: SweepDetail): ReadonlySet<Trial> {
  const sign = plan.judge.direction === "up" ? -1 : 1;
  const standing = ({ course }: Trial) => sign * (course.at(-1)?.[1] ?? Number.POSITIVE_INFINITY * sign);
  const ranked = [...trials].sort((one, other) => standing(one) - standing(other));
  return new Set(ranked.slice(Math.ceil(ranked.length / 2)));
}

function drawnOf({ course }: Trial, colour: string, isAside: boolean): Drawn {
  const values = course.map(([, value]) => value);
  return { colour, steps: course.map(([epoch]) => epoch), low: values, high: values, values, isAside };
}

function colourOf(
  trial: Trial,
  sweep: SweepDetail,
  { marked, colours }: Pick<CoursesOptions, "marked" | "colours">,
): string {
  const { number } = trial;
  const { best } = sweep;
  if (number === marked) return colours.text;
  if (isExperiment(sweep)) return colourOn(lookOf(armOf(sweep, trial), armsOf(sweep)), colours);
  return number === best ? (colours.lines[0]?.train ?? colours.text) : withAlpha(colours.faint, 0.45);
}

function dashOf(trial: Trial, sweep: SweepDetail): { dash?: "solid" | "dash" | "dot" } {
  return isExperiment(sweep) ? { dash: lookOf(armOf(sweep, trial), armsOf(sweep)).dash } : {};
}

function lineOf(trial: Trial, sweep: SweepDetail, isShare: boolean, options: CoursesOptions): Data {
  const { number, values, course } = trial;
  const isShown = number === sweep.best || number === options.marked;
  const colour = colourOf(trial, sweep, options);
  const settings = Object.entries(values).map(([path, value]) => `${path} = ${valueText(value)}`);
  return {
    x: course.map(([epoch]) => epoch),
    y: course.map(([, value]) => value),
    name: `Trial ${number + 1}`,
    mode: course.length === 1 ? "markers" : "lines",
    line: { color: colour, width: isShown ? 2.5 : 1.2, ...dashOf(trial, sweep) },
    marker: { color: colour, size: isShown ? 7 : 5 },
    hovertemplate: `%{y:${isShare ? ".1%" : ".4g"}} · epoch %{x}<br>${settings.join("<br>")}<extra>Trial ${number + 1}</extra>`,
  };
}
