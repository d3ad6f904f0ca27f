import { Plus, Square } from "lucide-react";
import { useEffect } from "react";
import { useView } from "../editor";
import { agoWords } from "../run/sentences";
import { PlanForm } from "./PlanForm";
import { SweepChart } from "./SweepChart";
import { followSweeps, openSweep, type SweepDetail, stopSweep, useSweeps } from "./sweeps";
import { TrialTable } from "./TrialTable";
import { progressWords, sweepTitle } from "./words";

/** Plans a sweep, and shows how its trials do beside each other. */
export function SweepPanel() {
  useEffect(followSweeps, []);
  const isReadOnly = useView((view) => view.isReadOnly);
  const open = useSweeps((now) => now.open);
  return (
    <section className="run-dock sweep" aria-label="Sweep">
      <div className="run-side sweep-side">
        <SweepChoice isReadOnly={isReadOnly} />
        <Refusal />
        {open ? <Standing sweep={open} isReadOnly={isReadOnly} /> : !isReadOnly && <PlanForm />}
      </div>
      {open ? <Results sweep={open} /> : <Nothing isReadOnly={isReadOnly} />}
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
  const done = sweep.trials.filter(({ run }) => run.ended_at).length;
  const searches = useSweeps((now) => now.searches);
  const search = searches.find(({ key }) => key === sweep.plan.search)?.title ?? sweep.plan.search;
  const { judge } = sweep.plan;
  return (
    <>
      <p className="run-status" role="status" data-status={sweep.status}>
        <strong>{sweep.status === "running" ? "Searching" : sweepTitle(sweep)}</strong> {progressWords(sweep)}
      </p>
      <progress max={sweep.total} value={done} aria-label="Trials done" />
      <p className="run-fine">
        {search} search, judged by test {judge.name}{" "}
        {judge.at === "best" ? "after its best epoch" : "at the end"};{" "}
        {judge.direction === "up" ? "more" : "less"} is better.
      </p>
      {sweep.status === "running" && !isReadOnly && (
        <div className="run-controls">
          <button
            type="button"
            className="run-button"
            disabled={isBusy}
            onClick={() => void stopSweep(sweep.id)}
          >
            <Square aria-hidden size={13} /> Stop the sweep
          </button>
        </div>
      )}
    </>
  );
}

function Results({ sweep }: { sweep: SweepDetail }) {
  return (
    <div className="sweep-results">
      <SweepChart sweep={sweep} />
      <TrialTable sweep={sweep} />
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
