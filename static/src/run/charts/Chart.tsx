import { useEffect, useId, useMemo, useRef, useState } from "react";
import { liveRun, useLiveView } from "../live/live";
import { headingOf, metricText } from "../live/sentences";
import { AxisTools } from "./AxisTools";
import { flatsOf, useBaselines } from "./baselines/baselines";
import { flatText } from "./baselines/flats";
import { type ChartPlan, CURVE_WORDS } from "./charts";
import { figure } from "./figure";
import { goingBackWords, goingsBack } from "./goingBack";
import { Legend } from "./Legend";
import type { Paper } from "./layout";
import { linesOf } from "./lines";
import { looked, type RunTold } from "./looked";
import { setWay, useChartSettings, useWay } from "./settings";
import { stageSentences } from "./stages";
import { usePlot } from "./usePlot";
import { beyondSentences } from "./words";

const WORDS_EVERY_MS = 5_000;

/** A live chart of the run looked at. Data go around React: from the fold straight to Plotly. */
export function Chart({ plan, run }: { plan: ChartPlan; run: string }) {
  const heading = useId();
  const [box, told] = useChart(plan, run);
  return (
    <figure className={plan.of ? "run-chart is-small" : "run-chart"} aria-labelledby={heading}>
      <figcaption className="run-chart-head">
        <span id={heading}>{plan.title}</span>
        {!plan.of && <AxisTools chart={plan.key} isShare={plan.isShare} told={told} />}
        {!plan.of && <Comparison chart={plan.key} told={told} />}
        {!plan.of && <Legend plan={plan} length={told?.length ?? 0} hasPast={told?.hasPast ?? false} />}
      </figcaption>
      <div className="run-chart-plot" ref={box} aria-hidden="true" />
      <ChartWords plan={plan} told={told} />
    </figure>
  );
}

/** Whether the axes are those of the runs looked at before, so that they can be compared by eye. */
function Comparison({ chart, told }: { chart: string; told: RunTold | null }) {
  const { isAlone } = useWay(chart);
  if (told?.isOther)
    return (
      <span className="run-aside" title="The two lie too far apart to be read on the same axes.">
        other axes than the run before
      </span>
    );
  if (!told?.isShared) return null;
  return (
    <button
      type="button"
      className="run-toggle"
      aria-pressed={!isAlone}
      title={
        isAlone
          ? "These axes fit this run alone. Show it on those of the runs looked at before."
          : "These axes fit the runs looked at before, too: what is higher here was higher. Fit them to this run alone."
      }
      onClick={() => setWay(chart, { isAlone: !isAlone })}
    >
      same axes
    </button>
  );
}

/** Counts what was drawn, so that a chart is never taken for what stands there already. */
let revision = 0;

function useChart(plan: ChartPlan, run: string) {
  const [told, setTold] = useState<RunTold | null>(null);
  const way = useWay(plan.key);
  const smoothing = useChartSettings((settings) => settings.smoothing);
  const flats = useFlats(plan);
  const plot = useMemo(() => {
    const draw = (paper: Paper) => {
      const { curves, facts } = liveRun.state;
      const lines = linesOf(curves, plan, paper.colours, smoothing);
      if (lines.length === 0) return null;
      const { axes, told } = looked(lines, { plan, run, way, facts, flats });
      setTold((before) => (JSON.stringify(before) === JSON.stringify(told) ? before : told));
      revision += 1;
      const { steps_per_epoch: stepsPerEpoch, changes, best, stages } = facts;
      return figure(lines, {
        ...paper,
        plan,
        axes,
        stepsPerEpoch,
        changes,
        goneBack: goingsBack(curves, facts.failures),
        stages,
        best,
        flats,
        isLog: way.isLog,
        revision,
      });
    };
    return { draw, subscribe: (ask: () => void) => liveRun.onCurves(ask) };
  }, [plan, run, way, smoothing, flats]);
  return [usePlot(plot), told] as const;
}

/** The horizontal lines of a chart that are switched on. */
function useFlats({ nodes, of }: ChartPlan) {
  const told = useBaselines((view) => view.told);
  const hidden = useBaselines((view) => view.hidden);
  return useMemo(
    () => (of ? [] : flatsOf(told, nodes).filter(({ name }) => !hidden.has(name))),
    [told, hidden, nodes, of],
  );
}

/** The chart in words, for who does not see it; said anew at most every five seconds. */
function ChartWords({ plan, told }: { plan: ChartPlan; told: RunTold | null }) {
  const [words, setWords] = useState("");
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  const facts = useLiveView((view) => view.facts);
  const flats = useFlats(plan);
  useEffect(() => {
    const wait = Math.max(0, saidAt.current + WORDS_EVERY_MS - performance.now());
    if (wait > 0 && facts?.status === "running") return;
    saidAt.current = performance.now();
    const against =
      flats.length > 0 ? `Baselines: ${flats.map((flat) => flatText(flat, plan)).join(", ")}.` : "";
    const beyond = told ? beyondSentences(told, plan.isShare) : "";
    setWords([chartWords(plan), against, beyond].filter(Boolean).join(" "));
  }, [facts, plan, told, flats]);
  return (
    <p className="run-unseen" aria-live="polite">
      {words}
    </p>
  );
}

function chartWords({ title, nodes, isShare, behind, of }: ChartPlan): string {
  const parts = nodes.flatMap((node) =>
    (of ? [of] : (["train", "training", "validation", "test"] as const)).flatMap((split) => {
      const last = liveRun.state.curves.get(`${split}/${node}`)?.last;
      if (last === null || last === undefined) return [];
      const name = nodes.length > 1 ? ` ${headingOf(node)}` : "";
      return [`${CURVE_WORDS[split]}${name} ${metricText(last, isShare, behind)}`];
    }),
  );
  const { step, changes, failures, stages } = liveRun.state.facts;
  const back = goingsBack(liveRun.state.curves, failures)
    .map((each) => ` ${goingBackWords(each)}`)
    .join("");
  const made = changes.map((change) => ` After step ${change.step}: ${change.words}.`).join("");
  return `${title} after step ${step}: ${parts.join(", ")}.${made}${back}${stageSentences(stages)}`;
}
