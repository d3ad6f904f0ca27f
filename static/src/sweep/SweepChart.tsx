import type { PlotlyHTMLElement } from "plotly.js";
import { useEffect, useId, useRef, useState } from "react";
import { create } from "zustand";
import { Pacer } from "../run/pacer";
import { headingOf } from "../run/sentences";
import { chartColours, useIsDark } from "../run/theme";
import { courses } from "./courses";
import { type SweepDetail, useSweeps } from "./sweeps";
import { isShareOf, progressWords } from "./words";

/** The trial whose row the pointer or the keyboard is on; its curve comes to the front. */
export const useMarked = create<{ number: number | null }>(() => ({ number: null }));

/** All trials of a sweep in one chart. */
export function SweepChart({ sweep }: { sweep: SweepDetail }) {
  const [isLog, setIsLog] = useState(false);
  const heading = useId();
  const box = useCourses(isLog);
  return (
    <figure className="run-chart" aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>Test {headingOf(sweep.plan.judge.name).toLowerCase()}</span>
        {sweep.best !== null && (
          <ul className="run-legend">
            <li>
              <span style={{ background: "var(--accent)" }} />
              best: trial {sweep.best + 1}
            </li>
          </ul>
        )}
        {!isShareOf(sweep) && (
          <button
            type="button"
            className="run-toggle"
            aria-pressed={isLog}
            title="Show the vertical axis in powers of ten"
            onClick={() => setIsLog(!isLog)}
          >
            log
          </button>
        )}
      </figcaption>
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <p className="run-unseen" aria-live="polite">
        {progressWords(sweep)}
      </p>
    </figure>
  );
}

function useCourses(isLog: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: isDark asks for a redraw in the new theme's colours
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const colours = chartColours();
    let stop = () => {};
    let isGone = false;
    import("plotly.js-cartesian-dist-min").then(({ default: Plotly }) => {
      if (isGone) return;
      const pacer = new Pacer(() => {
        const { clientWidth: width, clientHeight: height } = element;
        const { open } = useSweeps.getState();
        if (width === 0 || height === 0 || !open) return;
        const marked = useMarked.getState().number;
        const { data, layout } = courses(open, { marked, isLog, colours, width, height });
        void Plotly.react(element, data, layout, { displayModeBar: false });
      });
      const forget = [useSweeps.subscribe(() => pacer.ask()), useMarked.subscribe(() => pacer.ask())];
      const sizes = new ResizeObserver(() => pacer.ask());
      sizes.observe(element);
      pacer.ask();
      stop = () => {
        for (const each of forget) each();
        sizes.disconnect();
        pacer.stop();
        Plotly.purge(element as unknown as PlotlyHTMLElement);
      };
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [isLog, isDark]);
  return box;
}
