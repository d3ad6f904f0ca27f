import type { ChartColours } from "../run/charts/layout";
import { LINES } from "../run/charts/theme";
import type { Sweep, SweepDetail, Trial } from "./sweeps";
import { lastName, valueText } from "./words";

/** The path of the axis whose values are the labels of the arms. */
export const DRAWING = "drawing";

/** How one arm of an experiment is drawn: its place among the colours, and whether they begin anew with dashes. */
export interface Look {
  place: number;
  dash: "solid" | "dash" | "dot";
}

const DASHES = ["solid", "dash", "dot"] as const;
const COLOURS = [...LINES.map(({ train }) => train), ...LINES.map(({ measured }) => measured)];

/** Whether its trials are told apart by what they are, and not only by which is best. */
export const isExperiment = ({ plan }: Pick<Sweep, "plan">) => plan.shown !== null || plan.arms.length > 0;

/** What parts the trials of an experiment into groups: the drawings, or what is varied first. */
export function partedBy({ plan }: Pick<Sweep, "plan">): string {
  return plan.arms.length > 0 ? DRAWING : (plan.axes[0]?.path ?? "");
}

/** The groups of an experiment, in the order of the plan; those of a range as its trials come. */
export function armsOf(sweep: Pick<SweepDetail, "plan" | "trials">): string[] {
  const axis = sweep.plan.axes.find(({ path }) => path === partedBy(sweep));
  const given = axis && "choices" in axis ? axis.choices.map((value) => labelOf(sweep, value)) : [];
  const met = sweep.trials.map((trial) => armOf(sweep, trial));
  return [...new Set([...given, ...met])];
}

/** The group of a trial. */
export function armOf(sweep: Pick<Sweep, "plan">, { values }: Pick<Trial, "values">): string {
  return labelOf(sweep, values[partedBy(sweep)]);
}

function labelOf(sweep: Pick<Sweep, "plan">, value: Trial["values"][string] | undefined): string {
  const by = partedBy(sweep);
  return by === DRAWING ? valueText(value) : `${lastName(by)} ${valueText(value)}`;
}

export function lookOf(arm: string, arms: readonly string[]): Look {
  const at = Math.max(0, arms.indexOf(arm));
  return {
    place: at % COLOURS.length,
    dash: DASHES[Math.floor(at / COLOURS.length) % DASHES.length] ?? "solid",
  };
}

/** The colour of an arm on a chart. */
export function colourOn({ place }: Look, { lines, text }: ChartColours): string {
  const pair = lines[place % lines.length];
  return (place < lines.length ? pair?.train : pair?.measured) ?? text;
}

/** The colour of an arm in a legend, as a variable of the page. */
export const colourName = ({ place }: Look) => COLOURS[place] ?? "--fg-2";
