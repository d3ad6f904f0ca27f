import "../run/charts/charts.css";
import { useId, useMemo } from "react";
import type { Paper } from "../run/charts/layout";
import { usePlot } from "../run/charts/usePlot";
import { headingOf } from "../run/live/sentences";
import { againstWords, resultOf } from "./result";
import { type SweepDetail, useSweeps } from "./sweeps";
import { resultSentences } from "./words";

const PLOT = {
  draw(paper: Paper) {
    const { open } = useSweeps.getState();
    return open?.result ? resultOf(open, paper) : null;
  },
  subscribe: (ask: () => void) => useSweeps.subscribe(ask),
};

/** What an experiment came to: the measure against what is varied, one line for each arm. */
export function ResultChart({ sweep }: { sweep: SweepDetail }) {
  const heading = useId();
  const box = usePlot(useMemo(() => PLOT, []));
  const laws = sweep.result?.lines.filter(({ law }) => law !== null) ?? [];
  return (
    <figure className="run-chart sweep-result" aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>
          Validation {headingOf(sweep.plan.judge.name).toLowerCase()} against {againstWords(sweep)}
        </span>
      </figcaption>
      {laws.length > 0 && (
        <ul className="sweep-laws mono">
          {laws.map(({ label, law }) => (
            <li key={label}>{label ? `${label}: ${law}` : law}</li>
          ))}
        </ul>
      )}
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <p className="run-unseen">{resultSentences(sweep)}</p>
    </figure>
  );
}
