import "./charts.css";
import { useEffect, useMemo } from "react";
import { liveRun, useLiveView } from "../live/live";
import { type Unit, useUnits } from "../live/units";
import { drawnIn, followBaselines, useBaselines } from "./baselines/baselines";
import { Chart } from "./Chart";
import { type ChartPlan, planCharts } from "./charts";

/** Every curve of the run looked at. */
export function Charts() {
  const unitOf = useUnits();
  const told = useBaselines((view) => view.told);
  const drawn = useMemo(() => drawnIn(told), [told]);
  const names = useLiveView(({ facts }) => (facts ? chartNames(unitOf) : ""));
  const plans = useMemo(
    () => (names ? planCharts(liveRun.state.curves, unitOf, drawn) : []),
    [names, unitOf, drawn],
  );
  const runId = useLiveView((view) => view.runId);
  useRunsBaselines(runId);
  if (plans.length === 0) return <p className="run-empty">The curves start with the first steps.</p>;
  const beside = plans.filter(({ of }) => of);
  const chart = (plan: ChartPlan) => <Chart key={`${runId}-${plan.key}`} plan={plan} run={runId ?? ""} />;
  return (
    <div className="run-charts">
      {plans.filter(({ of }) => !of).map(chart)}
      {beside.length > 0 && <div className="run-charts-beside">{beside.map(chart)}</div>}
    </div>
  );
}

/** Asks for the baselines of the run looked at, and anew once it has looked at its test part. */
function useRunsBaselines(run: string | null): void {
  const isAll = useBaselines((view) => view.isAll);
  const looks = useLiveView(({ facts }) => facts?.tests.length ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they come to on the test part is told after a look
  useEffect(() => (run ? followBaselines(run, isAll) : undefined), [run, isAll, looks]);
}

/** Changes when, and only when, the charts to show change. */
function chartNames(unitOf: (node: string) => Unit): string {
  return planCharts(liveRun.state.curves, unitOf)
    .map(({ key, title, nodes }) => `${key}:${title}:${nodes}`)
    .join("|");
}
