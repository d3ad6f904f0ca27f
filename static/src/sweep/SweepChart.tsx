import "../run/charts/charts.css";
import { useId, useMemo, useState } from "react";
import { create } from "zustand";
import { AxisTools } from "../run/charts/AxisTools";
import type { Told } from "../run/charts/axis";
import type { Paper } from "../run/charts/layout";
import { useWay } from "../run/charts/settings";
import { usePlot } from "../run/charts/usePlot";
import { beyondSentences } from "../run/charts/words";
import { headingOf } from "../run/live/sentences";
import { ArmsLegend } from "./ArmsLegend";
import { isExperiment } from "./arms";
import { courses } from "./courses";
import { type SweepDetail, useSweeps } from "./sweeps";
import { isShareOf, progressWords } from "./words";

const CHART = "sweep";

/** The trial whose row the pointer or the keyboard is on; its curve comes to the front. */
export const useMarked = create<{ number: number | null }>(() => ({ number: null }));

/** All trials of a sweep in one chart. */
export function SweepChart({ sweep }: { sweep: SweepDetail }) {
  const heading = useId();
  const [box, told] = useCourses();
  const isShare = isShareOf(sweep);
  return (
    <figure className="run-chart" aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>Validation {headingOf(sweep.plan.judge.name).toLowerCase()}</span>
        <AxisTools chart={CHART} isShare={isShare} told={told} />
        {isExperiment(sweep) ? (
          <ArmsLegend sweep={sweep} />
        ) : (
          sweep.best !== null && <Best number={sweep.best} />
        )}
      </figcaption>
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <p className="run-unseen" aria-live="polite">
        {progressWords(sweep)} {told && beyondSentences(told, isShare)}
      </p>
    </figure>
  );
}

function Best({ number }: { number: number }) {
  return (
    <ul className="run-legend">
      <li>
        <span className="run-line" style={{ background: "var(--accent)" }} />
        best: trial {number + 1}
      </li>
    </ul>
  );
}

function useCourses() {
  const [told, setTold] = useState<Told | null>(null);
  const { isLog, isWhole } = useWay(CHART);
  const plot = useMemo(() => {
    const draw = (paper: Paper) => {
      const { open } = useSweeps.getState();
      if (!open) return null;
      const marked = useMarked.getState().number;
      const drawn = courses(open, { ...paper, marked, isLog: isLog && !isShareOf(open), isWhole });
      setTold((before) => (JSON.stringify(before) === JSON.stringify(drawn.told) ? before : drawn.told));
      return drawn;
    };
    const subscribe = (ask: () => void) => {
      const forget = [useSweeps.subscribe(ask), useMarked.subscribe(ask)];
      return () => {
        for (const each of forget) each();
      };
    };
    return { draw, subscribe };
  }, [isLog, isWhole]);
  return [usePlot(plot), told] as const;
}
