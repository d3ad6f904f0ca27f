import type { Curve } from "../live/curve";
import type { Drawn } from "./axis";
import { type ChartPlan, CURVE_WORDS, isOfAverages, measuredOn } from "./charts";
import { outline, type Smoothing, thin, windowOf } from "./decimate";
import { pastOf } from "./goingBack";
import type { ChartColours } from "./layout";

/** More than these would hide the line that they stand on. */
const MOST_MARKERS = 30;

/** One line of a run's chart: what training computed at each step, or what was measured after an epoch. */
export interface Line extends Drawn {
  name: string;
  /** What is drawn as a line; `steps` may be fewer, and are those of the band. */
  x: number[];
  y: number[];
  /** Over how many steps each point of the line is a mean; 1 where it is what was computed. */
  window: number;
  hasBand: boolean;
  hasMarkers: boolean;
  isMeasured: boolean;
  /** It failed and was taken back: the run did not go on from there. */
  isPast: boolean;
  /** It is what the others are measured against. */
  isBaseline?: boolean;
}

/** The lines of a chart, in the order in which they cover each other. */
export function linesOf(
  curves: ReadonlyMap<string, Curve>,
  plan: ChartPlan,
  colours: ChartColours,
  smoothing: Smoothing,
): Line[] {
  const { nodes, against = [] } = plan;
  const baselines = against.flatMap(({ node, name }) => {
    const curve = curves.get(`${measuredOn(curves)}/${node}`);
    if (!curve || curve.length === 0) return [];
    const line = measuredLine(curve, name, colours.text);
    return [{ ...line, hasMarkers: false, isBaseline: true, isAside: !plan.isShare }];
  });
  const own = nodes.flatMap((node, i) => {
    const colour = colours.lines[i % colours.lines.length] as { train: string; measured: string };
    const suffix = nodes.length > 1 ? ` ${node}` : "";
    const beside = plan.of && curves.get(`${plan.of}/${node}`);
    if (plan.of)
      return beside ? [trainLine(beside, `${plan.title.toLowerCase()}${suffix}`, colour.train, 1)] : [];
    const train = curves.get(`train/${node}`);
    const training = curves.get(`training/${node}`);
    const part = measuredOn(curves);
    const measured = curves.get(`${part}/${node}`);
    const lines: Line[] = pastLines(curves, plan, node, colour);
    if (train && train.length > 0)
      lines.push(trainLine(train, `training${suffix}`, colour.train, windowOf(train.length, smoothing)));
    if (training && training.length > 0 && !train && !isOfAverages(node))
      lines.push(measuredLine(training, `training${suffix}`, colour.train));
    if (measured && measured.length > 0)
      lines.push(measuredLine(measured, `${CURVE_WORDS[part]}${suffix}`, colour.measured));
    return lines;
  });
  return own.length > 0 ? [...baselines, ...own] : [];
}

/** What was taken back after a failure: it stays to be seen, in the colour that it had. */
function pastLines(
  curves: ReadonlyMap<string, Curve>,
  { key, nodes }: ChartPlan,
  node: string,
  colour: { train: string; measured: string },
): Line[] {
  const all = pastOf(curves);
  const times = Math.max(0, ...all.map(({ number }) => number));
  return all
    .filter((past) => past.node === node && past.curve.length > 0)
    .map(({ number, split, curve }) => {
      const what = `${CURVE_WORDS[split]}${nodes.length > 1 ? ` ${node}` : ""}`;
      const which = times > 1 ? ` (${number} of ${times})` : "";
      const name = `${key === "loss" ? what : node}, before going back${which}`;
      const of = split === "train" || split === "training" ? colour.train : colour.measured;
      const line = split === "train" ? trainLine(curve, name, of, 1) : measuredLine(curve, name, of);
      return { ...line, isPast: true, isAside: true };
    });
}

function trainLine(curve: Curve, name: string, colour: string, window: number): Line {
  const { steps, low, high, smooth } = thin(curve.steps, curve.values, undefined, window);
  const line = window === 1 ? outline(curve.steps, curve.values) : { steps, values: smooth };
  const drawn = { steps, low, high, values: curve.values, x: line.steps, y: line.values };
  return {
    ...drawn,
    name,
    colour,
    window,
    hasBand: window > 1,
    hasMarkers: false,
    isMeasured: false,
    isPast: false,
  };
}

function measuredLine(curve: Curve, name: string, colour: string): Line {
  const { steps, values } = outline(curve.steps, curve.values);
  const drawn = { steps, low: values, high: values, values: curve.values, x: steps, y: values };
  const hasMarkers = curve.length <= MOST_MARKERS;
  return { ...drawn, name, colour, window: 1, hasBand: false, hasMarkers, isMeasured: true, isPast: false };
}
