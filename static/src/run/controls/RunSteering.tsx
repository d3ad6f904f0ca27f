import { ChevronsRight, SlidersHorizontal, StepForward } from "lucide-react";
import { useContext, useState } from "react";
import { hasEnded } from "../live/frames";
import { liveRun, useLiveView } from "../live/live";
import { ClosePopup, RunPopup } from "./RunPopup";
import { RunSettings } from "./RunSettings";
import { TrainOn } from "./TrainOn";

const STEPS = [1, 10] as const;

/** What can be done to a run on its way: other settings, more epochs and, while it is paused, single steps. */
export function RunSteering({ isReadOnly }: { isReadOnly: boolean }) {
  const status = useLiveView((view) => view.facts?.status ?? null);
  const hasBegun = useLiveView((view) => (view.facts?.step ?? 0) > 0);
  if (isReadOnly || status === null || status === "failed" || !hasBegun)
    return <div className="run-row run-steering" />;
  return (
    <div className="run-row run-steering">
      {!hasEnded(status) && (
        <RunPopup
          label={
            <>
              <SlidersHorizontal aria-hidden size={13} /> Change
            </>
          }
          title="Change while it trains"
        >
          <RunSettings />
        </RunPopup>
      )}
      <RunPopup
        label={
          <>
            <ChevronsRight aria-hidden size={14} /> Extend
          </>
        }
        title="Train for longer"
      >
        <Extend />
      </RunPopup>
      {hasEnded(status) && <TrainOn />}
      {status === "paused" && STEPS.map((steps) => <Step key={steps} steps={steps} />)}
    </div>
  );
}

function Step({ steps }: { steps: number }) {
  const isBusy = useLiveView((view) => view.isBusy);
  return (
    <button
      type="button"
      className="run-button run-small"
      disabled={isBusy}
      onClick={() => void liveRun.command("step", { steps })}
    >
      <StepForward aria-hidden size={13} /> {steps === 1 ? "1 step" : `${steps} steps`}
    </button>
  );
}

function Extend() {
  const close = useContext(ClosePopup);
  const [epochs, setEpochs] = useState("10");
  const total = useLiveView(({ facts }) =>
    facts && hasEnded(facts.status) ? facts.epoch : (facts?.epochs ?? 0),
  );
  const isBusy = useLiveView((view) => view.isBusy);
  const more = /^\d+$/.test(epochs) ? Number(epochs) : 0;
  return (
    <form
      className="run-extend"
      onSubmit={(event) => {
        event.preventDefault();
        if (more === 0) return;
        void liveRun.command("extend", { epochs: more });
        close();
      }}
    >
      <label>
        More epochs
        <input
          className="field mono"
          inputMode="numeric"
          value={epochs}
          aria-invalid={more === 0}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setEpochs(target.value)}
        />
      </label>
      <button className="run-button" type="submit" disabled={more === 0 || isBusy}>
        Extend
      </button>
      <p className="run-fine">
        {more > 0 ? `It goes on where it stands, up to epoch ${total + more}.` : "How many? A whole number."}
      </p>
    </form>
  );
}
