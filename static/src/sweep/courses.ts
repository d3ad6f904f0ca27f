import type { Data, Layout } from "plotly.js";
import { type ChartColours, withAlpha } from "../run/figure";
import type { SweepDetail, Trial } from "./sweeps";
import { isShareOf, valueText } from "./words";

export interface CoursesOptions {
  /** The trial that the pointer or the keyboard is on. */
  marked: number | null;
  isLog: boolean;
  colours: ChartColours;
  width: number;
  height: number;
}

/** The courses of all trials over their epochs: the best one marked, the others faint behind it. */
export function courses(
  sweep: SweepDetail,
  options: CoursesOptions,
): { data: Data[]; layout: Partial<Layout> } {
  const isShare = isShareOf(sweep);
  const weight = ({ number }: Trial) => +(number === sweep.best) + 2 * +(number === options.marked);
  const backToFront = [...sweep.trials].sort((one, other) => weight(one) - weight(other));
  return {
    data: backToFront.map((trial) => lineOf(trial, sweep, isShare, options)),
    layout: layoutOf(isShare, options),
  };
}

function lineOf(
  { number, values, course }: Trial,
  { best }: SweepDetail,
  isShare: boolean,
  { marked, colours }: CoursesOptions,
): Data {
  const first = colours.lines[0]?.train ?? colours.text;
  const isShown = number === best || number === marked;
  const colour = number === marked ? colours.text : number === best ? first : withAlpha(colours.faint, 0.45);
  const settings = Object.entries(values).map(([path, value]) => `${path} = ${valueText(value)}`);
  return {
    x: course.map(([epoch]) => epoch),
    y: course.map(([, value]) => value),
    name: `Trial ${number + 1}`,
    mode: course.length === 1 ? "markers" : "lines",
    line: { color: colour, width: isShown ? 2.5 : 1.2 },
    marker: { color: colour, size: isShown ? 7 : 5 },
    hovertemplate: `%{y:${isShare ? ".1%" : ".4g"}} · epoch %{x}<br>${settings.join("<br>")}<extra>Trial ${number + 1}</extra>`,
  };
}

function layoutOf(isShare: boolean, { isLog, colours, width, height }: CoursesOptions): Partial<Layout> {
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
    uirevision: "kept",
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    margin: { l: 44, r: 8, t: 6, b: 34 },
    font: { family: "var(--font-mono)", color: colours.text, size: 11 },
    showlegend: false,
    hovermode: "closest",
    hoverlabel: { bgcolor: colours.panel, bordercolor: colours.grid, font: { color: colours.text } },
    xaxis: { ...axis, title: { text: "epoch", font: { size: 10, color: colours.faint }, standoff: 2 } },
    yaxis: isShare
      ? { ...axis, tickformat: ".0%" }
      : { ...axis, type: isLog ? "log" : "linear", tickformat: ".3~g", nticks: 6 },
  };
}
