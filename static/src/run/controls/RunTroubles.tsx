import { liveRun, useLiveView } from "../live/live";

/** What went wrong for good, in words with what to try: the run itself, a request, or the link. */
export function RunTroubles({ isReadOnly = false }: { isReadOnly?: boolean }) {
  const problem = useLiveView((view) => view.facts?.problem ?? null);
  const refusal = useLiveView((view) => view.refusal);
  const connection = useLiveView((view) => view.connection);
  return (
    <div className="run-troubles" aria-live="polite">
      {problem && <Trouble message={problem.message} hint={problem.hint} />}
      {problem && !isReadOnly && <Remedies />}
      {refusal && <Trouble message={refusal.message} hint={refusal.problems[0]?.message ?? refusal.hint} />}
      {connection.phase === "ended" && <Trouble message={connection.words} hint="" />}
    </div>
  );
}

/** What a run that failed may go on with, from its last good state. */
function Remedies() {
  const good = useLiveView((view) => view.facts?.good_step ?? null);
  const remedies = useLiveView((view) => view.facts?.remedies);
  const isBusy = useLiveView((view) => view.isBusy);
  if (good === null || !remedies?.length) return null;
  return (
    <div className="run-trouble">
      <p>Go back to step {good.toLocaleString("en")}, and on from there:</p>
      {remedies.map(({ label, batch_size, goals }) => (
        <button
          key={label}
          type="button"
          className="run-button run-small"
          disabled={isBusy}
          onClick={() => void liveRun.command("take-back", batch_size ? { batch_size } : { goals })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Trouble({ message, hint }: { message: string; hint: string }) {
  return (
    <div className="run-trouble">
      <p className="run-trouble-what">{message}</p>
      {hint && <p>{hint}</p>}
    </div>
  );
}
