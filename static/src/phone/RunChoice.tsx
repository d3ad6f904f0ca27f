import { chooseRun } from "../past/past";
import { lengthWords, listedRuns } from "../run/live/list";
import { useLiveView } from "../run/live/live";
import { nameOf } from "../run/live/sentences";

/** Which run to look at, by the list that a telephone brings itself. */
export function RunChoice() {
  const runs = useLiveView((view) => view.runs);
  const runId = useLiveView((view) => view.runId);
  if (!runs || runId === null) return null;
  return (
    <select aria-label="Run to look at" value={runId} onChange={({ target }) => chooseRun(target.value)}>
      {listedRuns(runs, runId).map((run) => (
        <option key={run.id} value={run.id}>
          {nameOf(run)} · {lengthWords(run)}
        </option>
      ))}
    </select>
  );
}
