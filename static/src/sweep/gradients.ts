import { decodeMulti } from "@msgpack/msgpack";
import type { Data, Layout } from "plotly.js";
import { create } from "zustand";
import { ApiError, api } from "../api";
import { axisOn, layoutOn, type Paper } from "../run/charts/layout";
import type { GradientFlow } from "../types/generated";
import { armOf, armsOf, colourOn, lookOf, partedBy } from "./arms";
import type { SweepDetail, Trial } from "./sweeps";

const VIEW = "gradient-flow";

/** What the probe saw of each run, once it was asked; null where it has nothing to show. */
export const useFlows = create<{ known: ReadonlyMap<string, GradientFlow | null> }>(() => ({
  known: new Map(),
}));

const asked = new Set<string>();

/** The trial of each arm that is told of: the one at the largest value of what is varied first. */
export function deepest(sweep: SweepDetail): Trial[] {
  const path = sweep.plan.axes.find((axis) => axis.path !== partedBy(sweep))?.path;
  const size = ({ values }: Trial) => Number(path === undefined ? 0 : values[path]);
  const ended = sweep.trials.filter(({ run }) => run.ended_at !== null);
  return armsOf(sweep).flatMap((arm) => {
    const trials = ended.filter((trial) => armOf(sweep, trial) === arm);
    return trials.sort((one, other) => size(other) - size(one)).slice(0, 1);
  });
}

/** Has the probe look at what these trials saved, one after the other, each once. */
export async function wantFlows(trials: readonly Trial[]): Promise<void> {
  for (const { run } of trials) {
    if (asked.has(run.id)) continue;
    asked.add(run.id);
    try {
      const answer = await api.getFile(`/api/runs/${run.id}/looks/?view=${VIEW}`);
      const [look] = [...decodeMulti(await answer.arrayBuffer())] as { picture: GradientFlow }[];
      useFlows.setState(({ known }) => ({ known: new Map([...known, [run.id, look?.picture ?? null]]) }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      asked.delete(run.id); // it is asked again when the chart is shown again
    }
  }
}

/** How much of the gradient reached each layer before anything was learned, one line for each arm. */
export function flowsOf(
  sweep: SweepDetail,
  known: ReadonlyMap<string, GradientFlow | null>,
  paper: Paper,
): { data: Data[]; layout: Partial<Layout> } {
  const arms = armsOf(sweep);
  return {
    data: deepest(sweep).flatMap((trial) => {
      const flow = known.get(trial.run.id);
      if (!flow) return [];
      const arm = armOf(sweep, trial);
      const look = lookOf(arm, arms);
      const seen = flow.layers
        .map(({ name, fresh }, at) => ({ name, fresh, layer: at + 1 }))
        .filter(({ fresh }) => fresh !== null && fresh > 0);
      const line: Data = {
        x: seen.map(({ layer }) => layer),
        y: seen.map(({ fresh }) => fresh),
        text: seen.map(({ name }) => name),
        name: arm,
        mode: "lines+markers",
        line: { color: colourOn(look, paper.colours), width: 2, dash: look.dash },
        marker: { color: colourOn(look, paper.colours), size: 4 },
        hovertemplate: `%{y:.1e} · %{text}<extra>${arm}</extra>`,
      };
      return [line];
    }),
    layout: {
      ...layoutOn(paper),
      margin: { l: 52, r: 8, t: 8, b: 34 },
      xaxis: {
        ...axisOn(paper),
        title: { text: "layer", font: { size: 11, color: paper.colours.faint }, standoff: 2 },
      },
      yaxis: { ...axisOn(paper), type: "log", exponentformat: "e", nticks: 6 },
    },
  };
}

/** "ReLU: 1.7e-15 at the first layer, 6.8e-4 at the last." */
export function flowSentences(sweep: SweepDetail, known: ReadonlyMap<string, GradientFlow | null>): string {
  const words = (size: number | null | undefined) => (size ? size.toExponential(1) : "none");
  return deepest(sweep)
    .map((trial) => {
      const layers = known.get(trial.run.id)?.layers;
      if (!layers) return `${armOf(sweep, trial)}: not seen yet.`;
      const [first, last] = [words(layers[0]?.fresh), words(layers.at(-1)?.fresh)];
      return `${armOf(sweep, trial)}: ${first} at the first layer, ${last} at the last.`;
    })
    .join(" ");
}
