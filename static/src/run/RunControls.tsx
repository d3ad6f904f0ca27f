import { Pause, Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import type { Document, Report } from "../types/generated";
import { hasEnded } from "./frames";
import { liveRun, useLiveView } from "./live";
import { MeansPicker } from "./MeansPicker";
import { USUAL } from "./means";
import { whyNotTrain } from "./sentences";

interface RunControlsProps {
  isReadOnly: boolean;
  getDocument: () => Document;
  report: Report | null;
}

const OBSTACLE = "run-obstacle";

/** Why Train can't be pressed, in words beneath it. */
export function TrainObstacle({ isReadOnly, report }: Pick<RunControlsProps, "isReadOnly" | "report">) {
  const obstacle = isReadOnly ? null : whyNotTrain(report, isReadOnly);
  return (
    <p id={OBSTACLE} className="run-fine">
      {obstacle}
    </p>
  );
}

/** Train, and while a run goes on Pause or Resume, and Stop. Ctrl+Enter presses Train. */
export function RunControls({ isReadOnly, getDocument, report }: RunControlsProps) {
  const status = useLiveView((view) => view.facts?.status ?? null);
  const isBusy = useLiveView((view) => view.isBusy);
  const isUnderWay = status !== null && !hasEnded(status);
  const obstacle = whyNotTrain(report, isReadOnly);
  const canTrain = obstacle === null && !isBusy && !isUnderWay;
  const [means, setMeans] = useState(USUAL);

  useEffect(() => {
    const leaving = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !canTrain) return;
      event.preventDefault();
      void liveRun.train(getDocument(), means);
    };
    document.addEventListener("keydown", onKey, leaving);
    return () => leaving.abort();
  }, [canTrain, getDocument, means]);

  if (isReadOnly) return null;
  return (
    <div className="run-controls">
      {isUnderWay ? (
        <UnderWay status={status} isBusy={isBusy} />
      ) : (
        <>
          <button
            type="button"
            className="run-button run-train"
            disabled={!canTrain}
            title={obstacle ?? "Train this network (Ctrl+Enter)"}
            aria-describedby={OBSTACLE}
            onClick={() => void liveRun.train(getDocument(), means)}
          >
            <Play aria-hidden size={14} /> Train
          </button>
          <MeansPicker means={means} onMeans={setMeans} />
        </>
      )}
    </div>
  );
}

function UnderWay({ status, isBusy }: { status: string; isBusy: boolean }) {
  const isPaused = status === "paused";
  return (
    <>
      <button
        type="button"
        className="run-button"
        disabled={isBusy}
        onClick={() => void liveRun.command(isPaused ? "resume" : "pause")}
      >
        {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        {isPaused ? "Resume" : "Pause"}
      </button>
      <button
        type="button"
        className="run-button"
        disabled={isBusy}
        onClick={() => void liveRun.command("stop")}
      >
        <Square aria-hidden size={13} /> Stop
      </button>
    </>
  );
}
