import type { Curve } from "../live/curve";
import type { Drawn } from "./axis";
import type { ChartPlan } from "./charts";
import { outline, type Smoothing, thin, windowOf } from "./decimate";
import type { ChartColours } from "./layout";

/** More than these would hide the line that they stand on. */
const MOST_MARKERS = 30;

/** One line of a run's chart: what training computed at each step, or what was measured on held-out data. */
export interface Line extends Drawn {
  name: string;
  /** What is drawn as a line; `steps` may be fewer, and are those of the band. */
  x: number[];
  y: number[];
  /** Over how many steps each point of the line is a mean; 1 where it is what was computed. */
  window: number;
  hasBand: boolean;
  hasMarkers: boolean;
  isTest: boolean;
}

/** The lines of a chart, in the order in which they cover each other. */
export function linesOf(
  curves: ReadonlyMap<string, Curve>,
  { nodes }: ChartPlan,
  colours: ChartColours,
  smoothing: Smoothing,
): Line[] {
  return nodes.flatMap((node, i) => {
    const colour = colours.lines[i % colours.lines.length] as { train: string; test: string };
    const suffix = nodes.length > 1 ? ` ${node}` : "";
    const train = curves.get(`train/${node}`);
    const test = curves.get(`test/${node}`);
    const lines: Line[] = failedLines(curves, node, suffix, colour.train);
    if (train && train.length > 0)
      lines.push(trainLine(train, `training${suffix}`, colour.train, windowOf(train.length, smoothing)));
    if (test && test.length > 0) lines.push(testLine(test, `test${suffix}`, colour.test));
    return lines;
  });
}

/** What was taken back after a failure: it stays to be seen, and is marked as such. */
function failedLines(
  curves: ReadonlyMap<string, Curve>,
  node: string,
  suffix: string,
  colour: string,
): Line[] {
  return [...curves]
    .filter(([name]) => /^failed\d+\//.test(name) && name.slice(name.indexOf("/") + 1) === `train/${node}`)
    .map(([name, curve]) => trainLine(curve, `${name.slice(0, name.indexOf("/"))}${suffix}`, colour, 1));
}

function trainLine(curve: Curve, name: string, colour: string, window: number): Line {
  const { steps, low, high, smooth } = thin(curve.steps, curve.values, undefined, window);
  const line = window === 1 ? outline(curve.steps, curve.values) : { steps, values: smooth };
  const drawn = { steps, low, high, values: curve.values, x: line.steps, y: line.values };
  return { ...drawn, name, colour, window, hasBand: window > 1, hasMarkers: false, isTest: false };
}

function testLine(curve: Curve, name: string, colour: string): Line {
  const { steps, values } = outline(curve.steps, curve.values);
  const drawn = { steps, low: values, high: values, values: curve.values, x: steps, y: values };
  const hasMarkers = curve.length <= MOST_MARKERS;
  return { ...drawn, name, colour, window: 1, hasBand: false, hasMarkers, isTest: true };
}
