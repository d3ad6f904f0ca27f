import "../run/charts/charts.css";
import { useEffect, useId, useMemo } from "react";
import type { Paper } from "../run/charts/layout";
import { usePlot } from "../run/charts/usePlot";
import { ArmsLegend } from "./ArmsLegend";
import { deepest, flowSentences, flowsOf, useFlows, wantFlows } from "./gradients";
import { type SweepDetail, useSweeps } from "./sweeps";

const PLOT = {
  draw(paper: Paper) {
    const { open } = useSweeps.getState();
    return open && flowsOf(open, useFlows.getState().known, paper);
  },
  subscribe(ask: () => void) {
    const forget = [useSweeps.subscribe(ask), useFlows.subscribe(ask)];
    return () => {
      for (const each of forget) each();
    };
  },
};

/** How much of the gradient reaches each layer before training, one line for each arm. */
export function GradientChart({ sweep }: { sweep: SweepDetail }) {
  const heading = useId();
  const known = useFlows((now) => now.known);
  const box = usePlot(useMemo(() => PLOT, []));
  const trials = deepest(sweep);
  const ended = trials.map(({ run }) => run.id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when another trial has ended
  useEffect(() => void wantFlows(trials), [ended]);
  return (
    <figure className="run-chart" aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>Gradient before training, layer by layer</span>
        <ArmsLegend sweep={sweep} />
      </figcaption>
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <p className="run-unseen">{flowSentences(sweep, known)}</p>
    </figure>
  );
}
