import "./charts.css";
import { useMemo } from "react";
import { liveRun, useLiveView } from "../live/live";
import { type Unit, useUnits } from "../live/units";
import { Chart } from "./Chart";
import { type ChartPlan, planCharts } from "./charts";

/** Every curve of the run looked at. */
export function Charts() {
  const unitOf = useUnits();
  const names = useLiveView(({ facts }) => (facts ? chartNames(unitOf) : ""));
  const plans = useMemo(() => (names ? planCharts(liveRun.state.curves, unitOf) : []), [names, unitOf]);
  const runId = useLiveView((view) => view.runId);
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

/** Changes when, and only when, the charts to show change. */
function chartNames(unitOf: (node: string) => Unit): string {
  return planCharts(liveRun.state.curves, unitOf)
    .map(({ key, title, nodes }) => `${key}:${title}:${nodes}`)
    .join("|");
}
