import { Sprout } from "lucide-react";
import { useState } from "react";
import { useEditor, useView } from "../../editor";
import { notify, notifyFailure } from "../../parts/notices";
import { backToDrawing } from "../../past/past";
import { liveRun, useLiveView } from "../live/live";
import { USUAL } from "../live/means";
import { nameOf, whyNotTrain } from "../live/sentences";
import { beginningFrom, keptWeights, usualMoment } from "./weights";

/** Starts a new run of what is drawn, from the weights of the run that is looked at. */
export function TrainOn() {
  const editor = useEditor();
  const { graph, view } = editor.past?.live ?? editor;
  const isBusy = useLiveView((now) => now.isBusy);
  const run = useLiveView(({ runs, runId }) => runs?.find(({ id }) => id === runId) ?? null);
  const report = useView((now) => now.report);
  const [isAsked, setAsked] = useState(false);
  if (!run) return null;
  const obstacle = whyNotTrain(editor.past ? view.getState().report : report, false);
  const moment = usualMoment(run);
  const trainOn = async () => {
    setAsked(true);
    try {
      const kept = await keptWeights.ofRun(run.id, moment);
      graph.setTraining("begins_from", [beginningFrom(kept)]);
      if (editor.past) backToDrawing();
      notify({ title: `The drawing begins from ${nameOf(run)}`, text: "Undo takes that back." });
      await liveRun.train(graph.document, USUAL);
    } catch (error) {
      notifyFailure(`Nothing began from ${nameOf(run)}`, error);
    }
    setAsked(false);
  };
  return (
    <button
      type="button"
      className="run-button run-small"
      disabled={isBusy || isAsked || obstacle !== null}
      title={obstacle ?? `A new run of what is drawn, from the ${moment} weights of ${nameOf(run)}`}
      onClick={() => void trainOn()}
    >
      <Sprout aria-hidden size={13} /> Train on from here
    </button>
  );
}
