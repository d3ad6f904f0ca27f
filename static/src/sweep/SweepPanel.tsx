import { Check, Plus, Square } from "lucide-react";
import { useEffect, useState } from "react";
import { useView } from "../editor";
import { agoWords } from "../run/live/sentences";
import { useDraft } from "./draft";
import { GradientChart } from "./GradientChart";
import { PlanForm } from "./PlanForm";
import { ResultChart } from "./ResultChart";
import { SweepChart } from "./SweepChart";
import { followSweeps, openSweep, type SweepDetail, stopSweep, type Trial, useSweeps } from "./sweeps";
import { TrialTable } from "./TrialTable";
import { useSettingsOf } from "./useSettingsOf";
import { progressWords, sweepTitle, valueText } from "./words";

/** Plans a sweep, and shows how its trials do beside each other. */
export function SweepPanel() {
  useEffect(followSweeps, []);
  const isReadOnly = useView((view) => view.isReadOnly);
  const open = useSweeps((now) => now.open);
  const isPlanned = useDraft(({ axes }) => axes.length > 0) && !open && !isReadOnly;
  return (
    <section className={`run-dock sweep ${isPlanned ? "is-planned" : ""}`} aria-label="Sweep">
      <div className="run-side sweep-side">
        <SweepChoice isReadOnly={isReadOnly} />
        <Refusal />
        {open ? <Standing sweep={open} isReadOnly={isReadOnly} /> : !isReadOnly && <PlanForm />}
      </div>
      {open ? <Results sweep={open} /> : !isPlanned && <Nothing isReadOnly={isReadOnly} />}
    </section>
  );
}

/** Which sweep to look at, or a new one. */
function SweepChoice({ isReadOnly }: { isReadOnly: boolean }) {
  const sweeps = useSweeps((now) => now.sweeps) ?? [];
  const open = useSweeps((now) => now.open);
  if (sweeps.length === 0) return null;
  return (
    <div className="run-list sweep-choice">
      <label>
        <span className="run-unseen">Sweep to look at</span>
        <select value={open?.id ?? ""} onChange={({ target }) => void openSweep(target.value || null)}>
          {(!open || !isReadOnly) && (
            <option value="">{isReadOnly ? "Choose a sweep" : "A new sweep"}</option>
          )}
          {sweeps.map((sweep, i) => (
            <option key={sweep.id} value={sweep.id}>
              {sweepTitle(sweep, sweeps.length - i)} ·{" "}
              {agoWords((Date.now() - Date.parse(sweep.created_at)) / 1000)}
            </option>
          ))}
        </select>
      </label>
      {open && !isReadOnly && (
        <button type="button" className="run-button" onClick={() => void openSweep(null)}>
          <Plus aria-hidden size={14} /> New
        </button>
      )}
    </div>
  );
}

function Refusal() {
  const refusal = useSweeps((now) => now.refusal);
  if (!refusal) return null;
  return (
    <div className="run-trouble" role="alert">
      <span className="run-trouble-what">{refusal.message}</span> {refusal.hint}
    </div>
  );
}

/** How far a sweep is, and what it varies. */
function Standing({ sweep, isReadOnly }: { sweep: SweepDetail; isReadOnly: boolean }) {
  const isBusy = useSweeps((now) => now.isBusy);
  const use = useSettingsOf();
  const best = sweep.trials.find(({ number }) => number === sweep.best);
  const done = sweep.trials.filter(({ run }) => run.ended_at).length;
  const searches = useSweeps((now) => now.searches);
  const search = searches.find(({ key }) => key === sweep.plan.search)?.title ?? sweep.plan.search;
  const { judge } = sweep.plan;
  return (
    <>
      <p className="run-status" role="status" data-status={sweep.status}>
        <strong>{sweep.status === "running" ? "Searching" : sweepTitle(sweep)}</strong> {progressWords(sweep)}
      </p>
      {sweep.plan.shown && (
        <p className="sweep-expect">
          <strong>{sweep.plan.shown.title}</strong> {sweep.plan.shown.expect}
        </p>
      )}
      <progress max={sweep.total} value={done} aria-label="Trials done" />
      <p className="run-fine">
        {search} search, judged by validation {judge.name}{" "}
        {judge.at === "best" ? "after its best epoch" : "at the end"};{" "}
        {judge.direction === "up" ? "more" : "less"} is better.
      </p>
      {!isReadOnly && (
        <div className="run-controls sweep-controls">
          {best && (
            <button type="button" className="run-button run-train" onClick={() => use(best)}>
              <Check aria-hidden size={14} /> Use these settings
            </button>
          )}
          {sweep.status === "running" && (
            <button
              type="button"
              className="run-button"
              disabled={isBusy}
              onClick={() => void stopSweep(sweep.id)}
            >
              <Square aria-hidden size={13} /> Stop
            </button>
          )}
        </div>
      )}
      {best && <Settings values={best.values} />}
    </>
  );
}

/** What the best trial so far was set to. */
function Settings({ values }: Pick<Trial, "values">) {
  return (
    <dl className="sweep-settings">
      {Object.entries(values).map(([path, value]) => (
        <div key={path}>
          <dt className="mono">{path}</dt>
          <dd className="mono">{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Results({ sweep }: { sweep: SweepDetail }) {
  const { shown } = sweep.plan;
  const [isFlow, showFlow] = useState(false);
  return (
    <div className={`sweep-results ${shown ? "is-experiment" : ""}`}>
      {shown && <ResultChart sweep={sweep} />}
      {shown?.gradients && isFlow ? <GradientChart sweep={sweep} /> : <SweepChart sweep={sweep} />}
      <div className="sweep-table">
        {shown?.gradients && (
          <button
            type="button"
            className="run-button run-small"
            aria-pressed={isFlow}
            onClick={() => showFlow(!isFlow)}
          >
            {isFlow ? "Show the curves" : "Show the gradients"}
          </button>
        )}
        <TrialTable sweep={sweep} />
      </div>
    </div>
  );
}

function Nothing({ isReadOnly }: { isReadOnly: boolean }) {
  return (
    <p className="run-empty">
      {isReadOnly
        ? "No sweep was made here yet."
        : "A sweep trains this network several times, each time with other settings, and shows which did best. " +
          "Press Vary beside a field, or choose from the list."}
    </p>
  );
}
