import { hasEnded, type RunFacts } from "../live/frames";
import { neededExtent, type Told, toldOf } from "./axis";
import type { FlatBaseline } from "./baselines/baselines";
import { flatDrawn } from "./baselines/flats";
import type { ChartPlan } from "./charts";
import { type Axes, sharedAxes } from "./compare";
import type { Line } from "./lines";
import { remember, rememberedOf, type Way } from "./settings";

/** What a run's chart has to say of itself once it is drawn. */
export interface RunTold extends Told {
  /** How many steps the longest line of the training has. */
  length: number;
  /** Some of what it shows failed and was taken back. */
  hasPast: boolean;
  /** Runs looked at before fit on these axes, too. */
  isShared: boolean;
  /** The run looked at just before was shown on other axes. */
  isOther: boolean;
}

interface Looked {
  plan: ChartPlan;
  run: string;
  way: Way;
  facts: RunFacts;
  flats?: readonly FlatBaseline[];
}

const NOTHING_TO_SHOW = { low: 0, high: 1 };

/** The axes on which the lines of a run are shown, and what is said of them. Remembers them for the next run. */
export function looked(
  lines: readonly Line[],
  { plan, run, way, facts, flats = [] }: Looked,
): { axes: Axes; told: RunTold } {
  const scale = { isLog: way.isLog, isShare: plan.isShare };
  const all = [...lines, ...flats.map((flat) => flatDrawn(flat, plan.isShare, ""))];
  const values = neededExtent(all, scale, way.isWhole);
  const steps = Math.max(1, ...lines.map((line) => line.x.at(-1) ?? 0));
  const needed = {
    steps,
    planned: hasEnded(facts.status) ? steps : facts.total_steps,
    values: values ?? NOTHING_TO_SHOW,
  };
  const chart = `${plan.key} ${way.isLog} ${way.isWhole}`;
  const shared = sharedAxes(run, needed, rememberedOf(chart), plan.isShare);
  if (values) remember(chart, run, needed);
  const axes = way.isAlone ? needed : shared;
  return {
    axes,
    told: {
      ...toldOf(all, axes.values, scale),
      length: Math.max(
        0,
        ...lines.filter((line) => !line.isMeasured && !line.isPast).map((line) => line.values.length),
      ),
      hasPast: lines.some((line) => line.isPast),
      isShared: shared.isShared,
      isOther: shared.isOther && !way.isAlone,
    },
  };
}
