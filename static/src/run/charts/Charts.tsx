import "./charts.css";
import { useMemo } from "react";
import { liveRun, useLiveView } from "../live/live";
import { Chart } from "./Chart";
import { planCharts } from "./charts";

/** Every curve of the run looked at. */
export function Charts() {
  const names = useLiveView(({ facts }) => (facts ? chartNames() : ""));
  const plans = useMemo(() => (names ? planCharts(liveRun.state.curves) : []), [names]);
  const runId = useLiveView((view) => view.runId);
  if (plans.length === 0) return <p className="run-empty">The curves start with the first steps.</p>;
  return (
    <div className="run-charts">
      {plans.map((plan) => (
        <Chart key={`${runId}-${plan.key}`} plan={plan} run={runId ?? ""} />
      ))}
    </div>
  );
}

/** Changes when, and only when, the charts to show change. */
function chartNames(): string {
  return planCharts(liveRun.state.curves)
    .map(({ key, isShare, nodes }) => `${key}:${isShare}:${nodes}`)
    .join("|");
}
