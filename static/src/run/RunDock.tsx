import { useEffect } from "react";
import { later, Part } from "../parts/later";
import type { Document, Report } from "../types/generated";
import { RunControls, TrainObstacle } from "./controls/RunControls";
import { RunProgress } from "./controls/RunProgress";
import { RunTroubles } from "./controls/RunTroubles";
import { liveRun, useLiveView } from "./live/live";
import { followLooks } from "./looks/looks";
import { OnDrawing } from "./looks/OnDrawing";

const charts = later(() => import("./charts/Charts").then(({ Charts }) => Charts));
const baselines = later(() => import("./controls/RunBaselines").then(({ RunBaselines }) => RunBaselines));
const list = later(() => import("./controls/RunList").then(({ RunList }) => RunList));
const steering = later(() => import("./controls/RunSteering").then(({ RunSteering }) => RunSteering));

const BEGIN = "Press Train, and the loss and the accuracy draw themselves here, step by step.";
const NOTHING = "Nothing has been trained here yet. The curves will show here as soon as it is.";

interface RunDockProps {
  project: string;
  /** Somebody else's run: it is only watched. */
  isReadOnly: boolean;
  /** What is on the canvas is the drawing of a run, which is not trained as it stands. */
  isPast: boolean;
  getDocument: () => Document;
  report: Report | null;
}

/** Everything of a run at a glance: its controls, how far it is, its curves, and the runs before it. */
export function RunDock({ project, isReadOnly, isPast, getDocument, report }: RunDockProps) {
  useEffect(() => liveRun.follow(project), [project]);
  useEffect(followLooks, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another drawing may be taken where this one was refused
  useEffect(() => liveRun.forgetRefusal(), [report]);
  const hasRun = useLiveView((view) => view.runId !== null);
  return (
    <section className="run-dock" aria-label="Training">
      <div className="run-side">
        <div className="run-row">
          <RunControls isReadOnly={isReadOnly} isPast={isPast} getDocument={getDocument} report={report} />
          {hasRun && <Part of={list} props={{ isReadOnly }} />}
        </div>
        <TrainObstacle isReadOnly={isReadOnly} isPast={isPast} report={report} />
        <RunTroubles isReadOnly={isReadOnly} />
        {hasRun && !isReadOnly ? (
          <Part of={steering} props={{ isReadOnly }} />
        ) : (
          <div className="run-row run-steering" />
        )}
        <RunProgress />
        {hasRun && <Part of={baselines} props={{}} />}
        <OnDrawing />
      </div>
      {hasRun ? <Part of={charts} props={{}} /> : <p className="run-empty">{isReadOnly ? NOTHING : BEGIN}</p>}
    </section>
  );
}
