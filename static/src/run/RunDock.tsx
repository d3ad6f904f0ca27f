import { useEffect, useMemo } from "react";
import type { Document, Report } from "../types/generated";
import { followLooking, setActivationsOnDrawing, useLooking } from "./activations";
import { Chart } from "./Chart";
import { planCharts } from "./charts";
import { liveRun, useLiveView } from "./live";
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
  useEffect(followLooking, []);
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
        <ActivationToggle />
      </div>
      <Charts isReadOnly={isReadOnly} />
    </section>
  );
}

function ActivationToggle() {
  const isOnDrawing = useLooking((looking) => looking.isOnDrawing);
  return (
    <label className="run-check">
      <input
        type="checkbox"
        checked={isOnDrawing}
        onChange={({ target }) => setActivationsOnDrawing(target.checked)}
      />
      Show activations on the drawing
    </label>
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
