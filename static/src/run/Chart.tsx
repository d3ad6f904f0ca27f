import type { PlotlyHTMLElement } from "plotly.js";
import { useEffect, useId, useRef, useState } from "react";
import type { ChartPlan } from "./charts";
import { figure } from "./figure";
import { liveRun, useLiveView } from "./live";
import { Pacer } from "./pacer";
import { headingOf, metricText } from "./sentences";
import { chartColours, LINES, useIsDark } from "./theme";

const WORDS_EVERY_MS = 5_000;

/** A live chart of the run looked at. Data go around React: from the fold straight to Plotly. */
export function Chart({ plan }: { plan: ChartPlan }) {
  const [isLog, setIsLog] = useState(false);
  const heading = useId();
  const box = useChart(plan, isLog);
  return (
    <figure className="run-chart" aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>{plan.title}</span>
        {!plan.isShare && (
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
        <Legend plan={plan} />
      </figcaption>
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <ChartWords plan={plan} />
    </figure>
  );
}

/** Which line is which. */
function Legend({ plan: { nodes, key } }: { plan: ChartPlan }) {
  const splits = key === "loss" ? (["train", "test"] as const) : (["test"] as const);
  if (nodes.length * splits.length < 2) return null;
  return (
    <ul className="run-legend">
      {nodes.flatMap((node, i) =>
        splits.map((split) => (
          <li key={`${split}/${node}`}>
            <span style={{ background: `var(${LINES[i % LINES.length]?.[split]})` }} />
            {split === "train" ? "training" : "test"} {nodes.length > 1 && node}
          </li>
        )),
      )}
    </ul>
  );
}

function useChart(plan: ChartPlan, isLog: boolean) {
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
      let revision = 0;
      const pacer = new Pacer(() => {
        const { clientWidth: width, clientHeight: height } = element;
        if (width === 0 || height === 0) return;
        revision += 1;
        const { steps_per_epoch: stepsPerEpoch, changes, best } = liveRun.state.facts;
        const options = { plan, stepsPerEpoch, changes, best, isLog, colours, width, height, revision };
        const { data, layout } = figure(liveRun.state.curves, options);
        void Plotly.react(element, data, layout, { displayModeBar: false });
      });
      const forget = liveRun.onCurves(() => pacer.ask());
      const sizes = new ResizeObserver(() => pacer.ask());
      sizes.observe(element);
      pacer.ask();
      stop = () => {
        forget();
        sizes.disconnect();
        pacer.stop();
        Plotly.purge(element as unknown as PlotlyHTMLElement);
      };
    });
    return () => {
      isGone = true;
      stop();
    };
  }, [plan, isLog, isDark]);
  return box;
}

/** The chart in words, for who does not see it; said anew at most every five seconds. */
function ChartWords({ plan }: { plan: ChartPlan }) {
  const [words, setWords] = useState("");
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  const facts = useLiveView((view) => view.facts);
  useEffect(() => {
    const wait = Math.max(0, saidAt.current + WORDS_EVERY_MS - performance.now());
    if (wait > 0 && facts?.status === "running") return;
    saidAt.current = performance.now();
    setWords(chartWords(plan));
  }, [facts, plan]);
  return (
    <p className="run-unseen" aria-live="polite">
      {words}
    </p>
  );
}

function chartWords({ title, nodes, isShare }: ChartPlan): string {
  const parts = nodes.flatMap((node) =>
    (["train", "test"] as const).flatMap((split) => {
      const last = liveRun.state.curves.get(`${split}/${node}`)?.last;
      if (last === null || last === undefined) return [];
      const name = nodes.length > 1 ? ` ${headingOf(node)}` : "";
      return [`${split === "train" ? "training" : "test"}${name} ${metricText(last, isShare)}`];
    }),
  );
  const { step, changes } = liveRun.state.facts;
  const made = changes.map((change) => ` After step ${change.step}: ${change.words}.`).join("");
  return `${title} after step ${step}: ${parts.join(", ")}.${made}`;
}
