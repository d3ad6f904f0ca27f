import { useLiveView } from "./live";

/** What went wrong for good, in words with what to try: the run itself, a request, or the link. */
export function RunTroubles() {
  const problem = useLiveView((view) => view.facts?.problem ?? null);
  const refusal = useLiveView((view) => view.refusal);
  const connection = useLiveView((view) => view.connection);
  return (
    <div className="run-troubles" aria-live="polite">
      {problem && <Trouble message={problem.message} hint={problem.hint} />}
      {refusal && <Trouble message={refusal.message} hint={refusal.problems[0]?.message ?? refusal.hint} />}
      {connection.phase === "ended" && <Trouble message={connection.words} hint="" />}
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
