import { useEffect, useMemo } from "react";
import type { Document, Report } from "../types/generated";
import { Chart } from "./Chart";
import { planCharts } from "./charts";
import { liveRun, useLiveView } from "./live";
import { followLooks } from "./looks";
import { OnDrawing } from "./OnDrawing";
import { RunControls, TrainObstacle } from "./RunControls";
import { RunList } from "./RunList";
import { RunProgress } from "./RunProgress";
import { RunSteering } from "./RunSteering";
import { RunTroubles } from "./RunTroubles";

interface RunDockProps {
  project: string;
  isReadOnly: boolean;
  getDocument: () => Document;
  report: Report | null;
}

/** Everything of a run at a glance: its controls, how far it is, its curves, and the runs before it. */
export function RunDock({ project, isReadOnly, getDocument, report }: RunDockProps) {
  useEffect(() => liveRun.follow(project), [project]);
  useEffect(followLooks, []);
  return (
    <section className="run-dock" aria-label="Training">
      <div className="run-side">
        <div className="run-row">
          <RunControls isReadOnly={isReadOnly} getDocument={getDocument} report={report} />
          <RunList />
        </div>
        <TrainObstacle isReadOnly={isReadOnly} report={report} />
        <RunTroubles />
        <RunSteering isReadOnly={isReadOnly} />
        <RunProgress />
        <OnDrawing />
      </div>
      <Charts isReadOnly={isReadOnly} />
    </section>
  );
}

function Charts({ isReadOnly }: { isReadOnly: boolean }) {
  const names = useLiveView(({ facts }) => (facts ? chartNames() : ""));
  const plans = useMemo(() => (names ? planCharts(liveRun.state.curves) : []), [names]);
  const runId = useLiveView((view) => view.runId);
  if (plans.length === 0)
    return (
      <p className="run-empty">
        {runId
          ? "The curves start with the first steps."
          : isReadOnly
            ? "Nothing has been trained here yet. The curves will show here as soon as it is."
            : "Press Train, and the loss and the accuracy draw themselves here, step by step."}
      </p>
    );
  return (
    <div className="run-charts">
      {plans.map((plan) => (
        <Chart key={`${runId}-${plan.key}`} plan={plan} />
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
