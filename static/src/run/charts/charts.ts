import type { Curve } from "../live/curve";
import { headingOf } from "../live/sentences";
import { behind, isShareIn, OF_AVERAGES, type Unit } from "../live/units";
import type { DrawnBaseline } from "./baselines/baselines";

/** What a curve is of: each step's loss, or what was measured on a part of the data. Old runs measured on the test part. */
export type CurveOf = "train" | "training" | "validation" | "test";

export const CURVE_WORDS: Record<CurveOf | "rate" | "gradient", string> = {
  rate: "at each step",
  gradient: "at each step",
  train: "training",
  training: "training",
  validation: "validation",
  test: "test",
};

/** The part on which a run is measured while it trains. */
export function measuredOn(curves: ReadonlyMap<string, Curve>): "validation" | "test" {
  return [...curves.keys()].some((name) => name.startsWith("test/")) ? "test" : "validation";
}

/** One chart: the curves of one kind of figure. */
export interface ChartPlan {
  key: string;
  title: string;
  /** Values between 0 and 1, shown as percent. */
  isShare: boolean;
  /** The word behind its values. */
  behind?: string;
  nodes: string[];
  /** Of figures of the training itself, told at each step: which. Their chart is smaller. */
  of?: "rate" | "gradient";
  /** Curves that are no figures of their own here, but what these are measured against. */
  against?: readonly DrawnBaseline[];
}

const BESIDE = [
  { key: "rate", title: "Learning rate" },
  { key: "gradient", title: "Gradient length" },
] as const;

/** Whether a figure is of the averaged weights, which are measured beside the weights. */
export function isOfAverages(node: string): boolean {
  return node.endsWith(OF_AVERAGES);
}

/**
 * Which charts a run's curves make: one for all losses (what training computes at every step), one
 * for all metrics that are shares, and one for every other metric, with its unit. A curve that is a
 * baseline of another one is shown in that one's chart.
 */
export function planCharts(
  curves: ReadonlyMap<string, Curve>,
  unitOf: (node: string) => Unit = () => "",
  drawn: readonly DrawnBaseline[] = [],
): ChartPlan[] {
  const all = nodesWith(curves, measuredOn(curves));
  const against = drawn.filter(({ node, measure }) => all.includes(node) && all.includes(measure));
  const measured = all.filter((name) => !against.some(({ node }) => node === name));
  const trained = nodesWith(curves, "train");
  const isLoss = (node: string) => trained.includes(node.replace(OF_AVERAGES, ""));
  const losses = [...trained, ...measured.filter((node) => isLoss(node) && !trained.includes(node))];
  const metrics = measured.filter((node) => !isLoss(node));
  const shares = metrics.filter((node) => isShareNode(curves, node, unitOf(node)));
  const others = metrics.filter((node) => !shares.includes(node));
  const plans: ChartPlan[] = [];
  if (losses.length > 0) plans.push({ key: "loss", title: "Loss", isShare: false, nodes: losses });
  if (shares.length > 0)
    plans.push({
      key: "share",
      title: shares.length === 1 ? headingOf(shares[0] as string) : "Metrics",
      isShare: true,
      nodes: shares,
    });
  for (const node of others) {
    const word = behind(unitOf(node));
    const told = word ? { title: `${headingOf(node)} in ${word}`, behind: word } : { title: headingOf(node) };
    plans.push({ key: node, ...told, isShare: false, nodes: [node] });
  }
  for (const plan of plans) {
    const own = against.filter(({ measure }) => plan.nodes.includes(measure));
    if (own.length > 0) plan.against = own;
  }
  for (const { key, title } of BESIDE) {
    const nodes = nodesWith(curves, key);
    if (nodes.length > 0) plans.push({ key: `of-${key}`, title, isShare: false, nodes, of: key });
  }
  return plans;
}

function nodesWith(curves: ReadonlyMap<string, Curve>, split: string): string[] {
  const prefix = `${split}/`;
  return [...curves.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** Whether a node's figure is shown as percent. A loss never is, though it may lie below 1 by chance. */
export function isShareNode(curves: ReadonlyMap<string, Curve>, node: string, unit: Unit = ""): boolean {
  const values = curves.get(`${measuredOn(curves)}/${node}`)?.values;
  return !curves.has(`train/${node}`) && values !== undefined && isShareIn(unit, values);
}
