import { useLiveView } from "./live";

/** What went wrong, in words with what to try: the run itself, a request, or the connection. */
export function RunTroubles() {
  const problem = useLiveView((view) => view.facts?.problem ?? null);
  const refusal = useLiveView((view) => view.refusal);
  const connection = useLiveView((view) => view.connection);
  return (
    <div className="run-troubles" aria-live="polite">
      {problem && <Trouble message={problem.message} hint={problem.hint} />}
      {refusal && <Trouble message={refusal.message} hint={refusal.problems[0]?.message ?? refusal.hint} />}
      {connection.phase === "ended" && <Trouble message={connection.words} hint="" />}
      {connection.phase === "waiting" && connection.failures > 1 && (
        <p className="run-fine">The connection is gone. Trying again; nothing is lost.</p>
      )}
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
