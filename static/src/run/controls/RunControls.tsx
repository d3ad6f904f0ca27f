import { Pause, Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { useLine } from "../../line/line";
import type { Document, Report } from "../../types/generated";
import { hasEnded } from "../live/frames";
import { liveRun, useLiveView } from "../live/live";
import { USUAL } from "../live/means";
import { whyNotTrain } from "../live/sentences";
import { MeansPicker } from "./MeansPicker";
import { useOrder } from "./useOrder";

interface RunControlsProps {
  isReadOnly: boolean;
  isPast: boolean;
  getDocument: () => Document;
  report: Report | null;
}

const OBSTACLE = "run-obstacle";

/** Why Train can't be pressed, in words beneath it. */
export function TrainObstacle({
  isReadOnly,
  isPast,
  report,
}: Pick<RunControlsProps, "isReadOnly" | "isPast" | "report">) {
  const isCut = useLine((line) => line.isCut);
  const obstacle = isReadOnly ? null : whyNotTrain(report, isReadOnly, isPast, isCut);
  return (
    <p id={OBSTACLE} className="run-fine">
      {obstacle}
    </p>
  );
}

/** Train, and while a run goes on Pause or Resume, and Stop. Ctrl+Enter presses Train. */
export function RunControls({ isReadOnly, isPast, getDocument, report }: RunControlsProps) {
  const status = useLiveView((view) => view.facts?.status ?? null);
  const isBusy = useLiveView((view) => view.isBusy);
  const isUnderWay = status !== null && !hasEnded(status);
  const isCut = useLine((line) => line.isCut);
  const obstacle = whyNotTrain(report, isReadOnly, isPast, isCut);
  const canTrain = obstacle === null && !isBusy && !isUnderWay;
  const [means, setMeans] = useState(USUAL);
  useOrder(canTrain, getDocument);

  useEffect(() => {
    const leaving = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation(); // on the drawing, Enter with a key held gives up the selection
      if (canTrain) void liveRun.train(getDocument(), means);
    };
    document.addEventListener("keydown", onKey, { signal: leaving.signal, capture: true });
    return () => leaving.abort();
  }, [canTrain, getDocument, means]);

  if (isReadOnly) return null;
  return (
    <div className="run-controls">
      {isUnderWay ? (
        <UnderWay status={status} isOff={isBusy || isCut} />
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

function UnderWay({ status, isOff }: { status: string; isOff: boolean }) {
  const isPaused = status === "paused";
  return (
    <>
      <button
        type="button"
        className="run-button"
        disabled={isOff}
        onClick={() => void liveRun.command(isPaused ? "resume" : "pause")}
      >
        {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        {isPaused ? "Resume" : "Pause"}
      </button>
      <button
        type="button"
        className="run-button"
        disabled={isOff}
        onClick={() => void liveRun.command("stop")}
      >
        <Square aria-hidden size={13} /> Stop
      </button>
    </>
  );
}
